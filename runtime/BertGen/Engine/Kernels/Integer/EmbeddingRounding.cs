using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BertGen.Engine.Kernels.Integer;

/// <summary>Rounds vectors of embedding tables to bytes with one scale each, and widens them again.</summary>
internal static unsafe class EmbeddingRounding
{
    private const int Limit = 127;

    /// <summary>Rounds some vectors of a table.</summary>
    /// <param name="rows">The vectors, [rows, width].</param>
    /// <param name="table">Where they go.</param>
    /// <param name="firstRow">The row of the table that the first one becomes.</param>
    public static void Pack(ReadOnlySpan<float> rows, in EmbeddingTable table, int firstRow)
    {
        int width = table.Width;
        for (int row = 0; row < rows.Length / width; row++)
        {
            ReadOnlySpan<float> values = rows.Slice(row * width, width);
            float largest = TensorPrimitives.MaxMagnitude(values);
            largest = MathF.Abs(largest);
            table.Scale(firstRow + row) = largest / Limit;
            float factor = largest < RowRounding.Smallest ? 0f : Limit / largest;
            sbyte* bytes = table.Bytes(firstRow + row);
            for (int i = 0; i < width; i++)
            {
                bytes[i] = (sbyte)MathF.Round(values[i] * factor);
            }
        }
    }

    /// <summary>destination = bytes * scale</summary>
    /// <param name="bytes">A rounded vector.</param>
    /// <param name="scale">Its scale.</param>
    /// <param name="destination">Where the values go.</param>
    /// <param name="width">Number of values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(sbyte* bytes, float scale, float* destination, int width)
    {
        int i = 0;
        for (; i <= width - Vector128<sbyte>.Count; i += Vector128<sbyte>.Count)
        {
            (Vector128<short> low, Vector128<short> high) = Vector128.Widen(Vector128.Load(bytes + i));
            Store(low, scale, destination + i);
            Store(high, scale, destination + i + Vector128<short>.Count);
        }

        for (; i < width; i++)
        {
            destination[i] = bytes[i] * scale;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<short> values, float scale, float* destination)
    {
        (Vector128<int> low, Vector128<int> high) = Vector128.Widen(values);
        (Vector128.ConvertToSingle(low) * scale).Store(destination);
        (Vector128.ConvertToSingle(high) * scale).Store(destination + Vector128<int>.Count);
    }
}
