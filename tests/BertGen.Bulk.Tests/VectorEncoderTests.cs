using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using BertGen.Bulk.Output;
using BertGen.Vectors;

namespace BertGen.Bulk.Tests;

/// <summary>Vectors as they are written.</summary>
public sealed class VectorEncoderTests
{
    private const int Rows = 4096, Width = 200;

    private static readonly float[] Vectors = [.. Enumerable.Range(0, Rows * Width).Select(i => MathF.Sin(i * 0.37f) * (1 + (i % 7)))];

    [Fact]
    public void ManyRowsHaveTheBytesOfOneQuantization()
    {
        Tensor<float> matrix = Tensor.Create(Vectors, [Rows, Width]);
        QuantizationRanges ranges = QuantizationRanges.Of(matrix);
        sbyte[] steps = new sbyte[Rows * Width];
        VectorQuantization.ToInt8(matrix, ranges).FlattenTo(steps);
        byte[] bits = new byte[Rows * Width / 8];
        VectorQuantization.ToUBinary(matrix).FlattenTo(bits);
        Assert.Equal(MemoryMarshal.AsBytes(steps.AsSpan()).ToArray(), Encode(new OutputSettings(OutputFormat.NumPy, VectorType.Int8, ranges.Smallest.ToArray(), ranges.Largest.ToArray())));
        Assert.Equal(bits, Encode(new OutputSettings(OutputFormat.NumPy, VectorType.Binary, null, null)));
    }

    /// <summary>Some rows are quantized at a time; the place is that among all.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3000)]
    public void ANumberThatIsNoneIsToldWithItsRow(int row)
    {
        float[] vectors = [.. Vectors];
        vectors[(row * Width) + 7] = float.NaN;
        OutputSettings[] all =
        [
            new(OutputFormat.NumPy, VectorType.Int8, [.. Enumerable.Repeat(-8f, Width)], [.. Enumerable.Repeat(8f, Width)]),
            new(OutputFormat.NumPy, VectorType.Binary, null, null),
        ];
        foreach (OutputSettings settings in all)
        {
            Assert.Equal($"row {row}: expected components that are numbers, found NaN.", Assert.Throws<BulkException>(() => Encode(settings, vectors)).Message);
        }
    }

    private static byte[] Encode(OutputSettings settings) => Encode(settings, Vectors);

    private static byte[] Encode(OutputSettings settings, float[] vectors)
    {
        var encoder = new VectorEncoder(settings, Width);
        byte[] bytes = new byte[Rows * encoder.Length];
        encoder.Encode(vectors, Rows, bytes, i => $"row {i}");
        return bytes;
    }
}
