using System.Numerics.Tensors;

namespace BertGen.Training;

/// <summary>A loss of pairs of vectors, and how it changes with both sides.</summary>
/// <param name="Value">The loss.</param>
/// <param name="Queries">Its derivative by the first vectors, whose shape it has.</param>
/// <param name="Keys">Its derivative by the second vectors, whose shape it has.</param>
public sealed record PairLoss(float Value, Tensor<float> Queries, Tensor<float> Keys);
