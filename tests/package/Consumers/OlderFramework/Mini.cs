using BertGen;

[BertEmbedder("models/mini", TopLayerOnly = true)]
public sealed partial class Mini;
