using System.Numerics.Tensors;
using BertGen.Engine.Batches;

namespace BertGen.Training.Heads;

/// <summary>Tensors as matrices.</summary>
internal static class Flat
{
    /// <summary>The vectors of the last axis, one a row.</summary>
    public static Matrix<float> Matrix(ReadOnlyTensorSpan<float> tensor) => new(DenseValues.Copy(tensor), (int)tensor.Lengths[^1]);
}
