namespace BertGen.Tool;

/// <summary>What a check of a checkpoint found.</summary>
/// <param name="TensorCount">Tensors that the config asks for.</param>
/// <param name="Problems">One line for each tensor that keeps the model from loading.</param>
/// <param name="Ignored">One line for each tensor that the encoder has no use for.</param>
internal sealed record CheckpointReport(int TensorCount, IReadOnlyList<string> Problems, IReadOnlyList<string> Ignored);
