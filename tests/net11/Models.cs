namespace BertGen.Net11;

[BertEmbedder("../../sample-models/wordnet-mini", TopLayerOnly = true)]
internal sealed partial class Exact;

[BertEmbedder("../../sample-models/wordnet-mini", TopLayerOnly = true, Precision = BertPrecision.Int8)]
internal sealed partial class Rounded;
