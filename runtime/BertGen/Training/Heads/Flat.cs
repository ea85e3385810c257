using System.Numerics.Tensors;
using BertGen.Engine.Batches;

namespace BertGen.Training.Heads;

/// <summary>Tensors as arrays.</summary>
internal static class Flat
{
    /// <summary>The values, last axis fastest.</summary>
    public static T[] Copy<T>(ReadOnlyTensorSpan<T> tensor)
        where T : unmanaged
        => DenseValues.Copy(tensor);

    /// <summary>The vectors of the last axis, one a row.</summary>
    public static Matrix<float> Matrix(ReadOnlyTensorSpan<float> tensor) => new(Copy(tensor), (int)tensor.Lengths[^1]);
}
