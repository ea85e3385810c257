using BertGen;

namespace TrainEmbedder;

/// <summary>The architecture that is trained. Forward and backward pass are written by the compiler.</summary>
[BertEmbedder("../wordnet-mini", TopLayerOnly = true, RequiresGrad = true)]
public sealed partial class WordNetMini;
