using BertGen;

// A classifier needs no vectors of length 1: it would only have to scale them up again.
#pragma warning disable BERT051

namespace Supersenses;

/// <summary>The shipped model as it is: the vectors of its last layer.</summary>
[BertEmbedder("../wordnet-mini", TopLayerOnly = true, Normalize = false)]
public sealed partial class TopLayer;

/// <summary>The shipped model as it is, but for the weights with which its layers are mixed: these are learned.</summary>
[BertEmbedder("../wordnet-mini", EmbedScalarMix = true, Normalize = false, RequiresGrad = true, FrozenLayers = 3)]
public sealed partial class LayerMix;

/// <summary>The shipped model, all of whose weights are trained further.</summary>
[BertEmbedder("../wordnet-mini", TopLayerOnly = true, Normalize = false, RequiresGrad = true)]
public sealed partial class FineTuned;
