using BertGen;

namespace SemanticSearch;

/// <summary>The shipped sentence embedder.</summary>
[BertEmbedder("../wordnet-mini", TopLayerOnly = true)]
internal sealed partial class WordNetMini;
