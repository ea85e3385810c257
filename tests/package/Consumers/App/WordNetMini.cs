using BertGen;

namespace App;

/// <summary>A model outside the project, with the files that say how texts become vectors.</summary>
[BertEmbedder("../wordnet-mini", TopLayerOnly = true)]
public sealed partial class WordNetMini;
