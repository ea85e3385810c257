namespace BertGen.Generator.Options;

/// <summary>What of a model is trained.</summary>
/// <param name="TrainsEmbeddings">Whether the embedding tables and their LayerNorm are.</param>
/// <param name="FrozenLayers">The first layer that is trained; the number of layers when none is.</param>
/// <param name="Checkpointing">Whether layers are computed again rather than kept.</param>
internal sealed record TrainingOptions(bool TrainsEmbeddings, int FrozenLayers, bool Checkpointing);
