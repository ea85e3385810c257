// excerpt: docs/how-it-works.md | The backward pass | 1
using BertGen;

[BertEmbedder("models/wordnet-mini", TopLayerOnly = true, RequiresGrad = true)]
public sealed partial class WordNetMini;
