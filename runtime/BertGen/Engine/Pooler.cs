using System.Buffers;
using System.ComponentModel;
using System.Numerics.Tensors;
using BertGen.Engine.Batches;
using BertGen.Engine.Kernels;

namespace BertGen.Engine;

/// <summary>The pooler: <c>tanh(dense(first vector))</c> for every row of vectors.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Pooler
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
        float[] values = new float[first.FlattenedLength];
        first.FlattenTo(values);
        return Tensor.Create(values, [.. first.Lengths[..^1], 1, first.Lengths[^1]]);
    }

    /// <summary>Pools rows of vectors.</summary>
    /// <param name="tokens">(batch, ..., pieces, hidden size); only the first vector of each row is read.</param>
    /// <param name="dense">The pooler's product.</param>
    /// <param name="memory">What holds its weights.</param>
    /// <returns>(batch, ..., hidden size).</returns>
    /// <exception cref="ArgumentException">The shape is another, or rows have no vectors.</exception>
    /// <exception cref="ObjectDisposedException">The weights were released.</exception>
    public static Tensor<float> Run(ReadOnlyTensorSpan<float> tokens, in PackedMatrix dense, WeightMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        if (tokens.Rank < 2 || tokens.Lengths[^1] != dense.Inputs || tokens.Lengths[^2] == 0)
        {
            throw new ArgumentException(
                $"Expected shape (batch, ..., pieces, {dense.Inputs}) with one piece or more; found {TensorText.Shape(tokens.Lengths)}.",
                nameof(tokens));
        }

        Tensor<float> result = Tensor.CreateFromShape<float>([.. tokens.Lengths[..^2], dense.Outputs]);
        int rows = checked((int)(result.FlattenedLength / dense.Outputs));
        if (rows == 0)
        {
            return result;
        }

        using WeightLease lease = WeightLease.Of(memory);
        fixed (float* first = DenseValues.Of(tokens), values = &result.GetPinnableReference())
        {
            nint stride = tokens.Lengths[^2] * dense.Inputs;
            Run(first, stride, rows, dense, values);
        }

        return result;
    }

    private static void Run(float* first, nint stride, int rows, in PackedMatrix dense, float* result)
    {
        // A product writes whole panels, so its rows are as long as these.
        int columns = dense.PanelCount * PackedMatrix.PanelWidth;
        float[] products = ArrayPool<float>.Shared.Rent(checked(rows * columns));
        float[] scratch = ArrayPool<float>.Shared.Rent(KernelSet.PackedFloats);
        fixed (float* product = products, packed = scratch)
        {
            KernelSet.Best.Product(first, stride, rows, dense, new IndexRange(0, dense.PanelCount), product, columns, Activation.None, packed);
        }

        ArrayPool<float>.Shared.Return(scratch);

        for (int row = 0; row < rows; row++)
        {
            foreach (float value in products.AsSpan(row * columns, dense.Outputs))
            {
                *result++ = MathF.Tanh(value);
            }
        }

        ArrayPool<float>.Shared.Return(products);
    }
}
