namespace BertGen.Tests.Compiled;

/// <summary>The shipped sentence embedder, trained.</summary>
[BertEmbedder("../../sample-models/wordnet-mini", TopLayerOnly = true, RequiresGrad = true)]
public sealed partial class TrainedWordNet;

/// <summary>The same with layers computed again in the backward pass.</summary>
[BertEmbedder("../../sample-models/wordnet-mini", TopLayerOnly = true, RequiresGrad = true, Checkpointing = true)]
public sealed partial class CheckpointedWordNet;

/// <summary>The same model with nothing trained but the mix.</summary>
[BertEmbedder("../../sample-models/wordnet-mini", Pooling = BertPooling.None, RequiresGrad = true, FrozenLayers = 3)]
public sealed partial class TrainedWordNetMix;

/// <summary>Means of texts that are longer than a window, trained.</summary>
[BertEmbedder("../golden/e2e", MaxPieces = 16, Pooling = BertPooling.Mean, Normalize = true, RequiresGrad = true)]
public sealed partial class TrainedMean;

/// <summary>The first pieces of such texts.</summary>
[BertEmbedder("../golden/e2e", MaxPieces = 16, Pooling = BertPooling.Cls, Normalize = true, RequiresGrad = true)]
public sealed partial class TrainedCls;

/// <summary>The largest values over such texts, not scaled; with the pooler.</summary>
[BertEmbedder("../golden/e2e", MaxPieces = 16, Pooling = BertPooling.Max, RequiresGrad = true, Pooler = true)]
public sealed partial class TrainedMax;
