using System.Numerics.Tensors;

namespace BertGen.Training;

/// <summary>A loss, and how it changes with what it was computed of.</summary>
/// <param name="Value">The loss.</param>
/// <param name="Gradient">Its derivative by every entry of the input, whose shape it has.</param>
public sealed record TensorLoss(float Value, Tensor<float> Gradient);
