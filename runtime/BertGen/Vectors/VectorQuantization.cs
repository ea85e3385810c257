using System.Numerics.Tensors;
using BertGen.Engine.Batches;

namespace BertGen.Vectors;

/// <summary>
/// Makes vectors smaller: one byte or one bit for every component. The numbers are those of <c>quantize_embeddings</c> of
/// sentence-transformers, to the bit.
/// </summary>
public static class VectorQuantization
{
    private const float StepCount = 255;
    private const int SignedOffset = 128;
    private const int BitsPerByte = 8;

    /// <summary>One byte a component: the step of its range that the value lies in, 0 to 255.</summary>
    /// <param name="vectors">Vectors, (n, width).</param>
    /// <param name="ranges">What the steps divide; values outside take the first or the last one.</param>
    /// <returns>(n, width).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or a value is NaN.</exception>
    public static Tensor<byte> ToUInt8(ReadOnlyTensorSpan<float> vectors, QuantizationRanges ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        CheckShape(vectors);
        if (vectors.Lengths[1] != ranges.Width)
        {
            throw new ArgumentException($"Expected ranges for {vectors.Lengths[1]} components; found {ranges.Width}.", nameof(ranges));
        }

        ReadOnlySpan<float> values = DenseValues.Of<float>(vectors);
        byte[] result = new byte[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int component = i % ranges.Width;
            float start = ranges.Smallest[component];
            float step = (ranges.Largest[component] - start) / StepCount;
            float position = MathF.Floor((values[i] - start) / (step == 0 ? 1 : step));
            result[i] = (byte)(float.IsNaN(position) ? throw NotANumber(vectors, i) : Math.Clamp(position, 0, StepCount));
        }

        return Tensor.Create(result, vectors.Lengths);
    }

    /// <summary>The same with 128 taken away, -128 to 127.</summary>
    /// <inheritdoc cref="ToUInt8"/>
    public static Tensor<sbyte> ToInt8(ReadOnlyTensorSpan<float> vectors, QuantizationRanges ranges) => Signed(ToUInt8(vectors, ranges));

    /// <summary>One bit a component: whether it is positive. The first component is the highest bit of the first byte, and the last byte is filled up with zeros.</summary>
    /// <param name="vectors">Vectors, (n, width).</param>
    /// <returns>(n, width / 8, rounded up).</returns>
    /// <exception cref="ArgumentException">The shape is another one, or a value is NaN.</exception>
    public static Tensor<byte> ToUBinary(ReadOnlyTensorSpan<float> vectors)
    {
        CheckShape(vectors);
        int width = (int)vectors.Lengths[1];
        int byteWidth = (width + BitsPerByte - 1) / BitsPerByte;
        ReadOnlySpan<float> values = DenseValues.Of<float>(vectors);
        byte[] result = new byte[vectors.Lengths[0] * byteWidth];
        for (int i = 0; i < values.Length; i++)
        {
            if (float.IsNaN(values[i]))
            {
                throw NotANumber(vectors, i);
            }

            if (values[i] > 0)
            {
                (int row, int component) = Math.DivRem(i, width);
                result[(row * byteWidth) + (component / BitsPerByte)] |= (byte)(0x80 >> (component % BitsPerByte));
            }
        }

        return Tensor.Create(result, [vectors.Lengths[0], byteWidth]);
    }

    /// <summary>The same with 128 taken away from every byte.</summary>
    /// <inheritdoc cref="ToUBinary"/>
    public static Tensor<sbyte> ToBinary(ReadOnlyTensorSpan<float> vectors) => Signed(ToUBinary(vectors));

    private static Tensor<sbyte> Signed(Tensor<byte> bytes)
    {
        byte[] values = DenseValues.Copy<byte>(bytes);
        return Tensor.Create(Array.ConvertAll(values, value => (sbyte)(value - SignedOffset)), bytes.Lengths);
    }

    private static void CheckShape(ReadOnlyTensorSpan<float> vectors)
    {
        if (vectors.Rank != 2)
        {
            throw new ArgumentException($"Expected vectors of shape (n, width); found {TensorText.Shape(vectors.Lengths)}.", nameof(vectors));
        }
    }

    private static ArgumentException NotANumber(ReadOnlyTensorSpan<float> vectors, int index) =>
        new($"The value at {TensorText.Place(vectors.Lengths, index)} is no number.", nameof(vectors));
}
