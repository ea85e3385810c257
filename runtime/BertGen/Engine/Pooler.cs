using System.ComponentModel;
using System.Numerics.Tensors;
using BertGen.Engine.Batches;

namespace BertGen.Engine;

/// <summary>What a pooler is given: the first vector of every row.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Pooler
{
    /// <summary>Offsets that name the first piece of every row: all that an encoder has to compute for the pooler.</summary>
    /// <param name="inputIds">Ids of pieces, (batch, ..., pieces).</param>
    /// <returns>Zeros, (batch, ..., 1); <c>default</c> for a shape that no encoder takes.</returns>
    public static ReadOnlyTensorSpan<int> FirstPieces(ReadOnlyTensorSpan<int> inputIds) =>
        inputIds.Rank < 2 ? default : Tensor.CreateFromShape<int>([.. inputIds.Lengths[..^1], 1]).AsReadOnlyTensorSpan();

    /// <summary>Vectors of first pieces as rows of one piece each.</summary>
    /// <param name="first">(batch, ..., hidden size).</param>
    /// <returns>(batch, ..., 1, hidden size).</returns>
    public static Tensor<float> AsPieces(Tensor<float> first)
    {
        ArgumentNullException.ThrowIfNull(first);

        // Reshape of the library fails where an axis has one item.
        float[] values = DenseValues.Copy<float>(first);
        return Tensor.Create(values, [.. first.Lengths[..^1], 1, first.Lengths[^1]]);
    }
}
