using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using BertGen.Engine.Batches;
using BertGen.Vectors;

namespace BertGen.Bulk.Output;

/// <summary>Turns vectors to the bytes that are written: little-endian, one vector after the other.</summary>
/// <param name="settings">What the bytes are.</param>
/// <param name="width">Components of a vector.</param>
internal sealed class VectorEncoder(OutputSettings settings, int width)
{
    private const int BitsOfByte = 8;

    // Vectors are quantized some at a time, in arrays of a size that the collector keeps with what is short-lived.
    private const int PartBytes = 1 << 16;

    private readonly QuantizationRanges? _ranges = settings.Type == VectorType.Int8 ? new QuantizationRanges([.. settings.Smallest!], [.. settings.Largest!]) : null;

    /// <summary>What the values are.</summary>
    public VectorType Type => settings.Type;

    /// <summary>Values of a vector as it is written.</summary>
    public int Width { get; } = settings.Type == VectorType.Binary ? (width + BitsOfByte - 1) / BitsOfByte : width;

    /// <summary>Bytes of a vector.</summary>
    public int Length => Width * settings.Type switch { VectorType.Float32 => sizeof(float), VectorType.Float16 => 2, _ => 1 };

    /// <summary>Encodes vectors.</summary>
    /// <param name="vectors">(rows, components).</param>
    /// <param name="rows">How many.</param>
    /// <param name="destination">Gets <see cref="Length"/> bytes for each.</param>
    /// <param name="placeOf">Where a row comes from, for messages.</param>
    /// <exception cref="BulkException">A component is larger than any half, or, where numbers are rounded to bytes and bits, NaN.</exception>
    public void Encode(float[] vectors, int rows, Span<byte> destination, Func<int, string> placeOf)
    {
        Span<byte> bytes = destination[..(rows * Length)];
        switch (settings.Type)
        {
            case VectorType.Float32:
                MemoryMarshal.AsBytes(vectors.AsSpan(0, rows * width)).CopyTo(bytes);
                ToLittleEndian(bytes, sizeof(float));
                break;
            case VectorType.Float16:
                Span<Half> halves = MemoryMarshal.Cast<byte, Half>(bytes);
                TensorPrimitives.ConvertToHalf(vectors.AsSpan(0, rows * width), halves);
                CheckHalves(vectors.AsSpan(0, rows * width), halves, placeOf);
                ToLittleEndian(bytes, sizeof(ushort));
                break;
            default:
                CheckNumbers(vectors.AsSpan(0, rows * width), placeOf);
                int most = Math.Max(1, PartBytes / Width);
                for (int row = 0; row < rows; row += most)
                {
                    Quantize(vectors, row, Math.Min(most, rows - row), bytes[(row * Length)..]);
                }

                break;
        }
    }

    private void CheckNumbers(ReadOnlySpan<float> vectors, Func<int, string> placeOf)
    {
        if (TensorPrimitives.IsNaNAny(vectors))
        {
            throw new BulkException($"{placeOf(vectors.IndexOf(float.NaN) / width)}: expected components that are numbers, found NaN.");
        }
    }

    private void Quantize(float[] vectors, int row, int count, Span<byte> destination)
    {
        ReadOnlyTensorSpan<float> part = new(vectors.AsSpan(row * width, count * width), [count, width]);
        if (settings.Type == VectorType.Int8)
        {
            DenseValues.Of<sbyte>(VectorQuantization.ToInt8(part, _ranges!)).CopyTo(MemoryMarshal.Cast<byte, sbyte>(destination));
        }
        else
        {
            DenseValues.Of<byte>(VectorQuantization.ToUBinary(part)).CopyTo(destination);
        }
    }

    private void CheckHalves(ReadOnlySpan<float> vectors, ReadOnlySpan<Half> halves, Func<int, string> placeOf)
    {
        // What is infinite before is infinite as a half, too; there may be one that is not behind it.
        for (int i = NextInfinity(halves, 0); i < halves.Length; i = NextInfinity(halves, i + 1))
        {
            if (float.IsFinite(vectors[i]))
            {
                throw new BulkException(string.Create(
                    CultureInfo.InvariantCulture, $"{placeOf(i / width)}: expected components that float16 can hold, from {(float)Half.MinValue} to {(float)Half.MaxValue}, found {vectors[i]}; take another type of vectors."));
            }
        }
    }

    /// <summary>The place of the next infinite half; their number where there is none.</summary>
    private static int NextInfinity(ReadOnlySpan<Half> halves, int start)
    {
        int found = halves[start..].IndexOfAny(Half.PositiveInfinity, Half.NegativeInfinity);
        return found < 0 ? halves.Length : start + found;
    }

    private static void ToLittleEndian(Span<byte> values, int size)
    {
        for (int i = 0; !BitConverter.IsLittleEndian && i < values.Length; i += size)
        {
            values.Slice(i, size).Reverse();
        }
    }
}
