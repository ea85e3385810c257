namespace BertGen.Benchmarks.Training;

/// <summary>The shape of the MiniLM sentence embedders, trained.</summary>
[BertEmbedder("models/minilm-l6", TopLayerOnly = true, RequiresGrad = true)]
internal sealed partial class TrainedMiniLm;

/// <summary>The same, with layers computed again.</summary>
[BertEmbedder("models/minilm-l6", TopLayerOnly = true, RequiresGrad = true, Checkpointing = true)]
internal sealed partial class CheckpointedMiniLm;
