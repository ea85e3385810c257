using BertGen;

namespace ReverseDictionary;

/// <summary>The embedder of definitions and descriptions. Its body is written by the compiler.</summary>
[BertEmbedder("../wordnet-mini", TopLayerOnly = true)]
public sealed partial class WordNetMini;
