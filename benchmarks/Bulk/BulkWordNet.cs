namespace BertGen.Benchmarks.Bulk;

/// <summary>The small trained model: so little computing that all else shows.</summary>
[BertEmbedder("../sample-models/wordnet-mini", TopLayerOnly = true)]
internal sealed partial class BulkWordNet;
