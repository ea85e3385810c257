using System.Runtime.Intrinsics;
using BertGen.Engine.Kernels;
using BertGen.Engine.Kernels.Integer;

namespace BertGen.Tests.Engine;

/// <summary>Rotating and rounding a row: every width of vectors finds the same bytes, in an order of its own, and the same scales.</summary>
public sealed unsafe class RowRoundingTests
{
    [Theory]
    [InlineData(128)]
    [InlineData(64)]
    [InlineData(384)]
    [InlineData(320)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(200)]
    public void AllWidthsFindTheSameBytes(int inputs)
    {
        using var row = new AlignedFloats(inputs, seed: inputs, scale: 3);
        (byte[][] expected, float[] scales) = Round(new RowRounding<Lanes128, Simd128, Vector128<float>>(), row);
        foreach (RowRounding rounding in (RowRounding[])[new RowRounding<Lanes256, Simd256, Vector256<float>>(), .. Vector512.IsHardwareAccelerated ? [new RowRounding<Lanes512, Simd512, Vector512<float>>()] : (RowRounding[])[]])
        {
            (byte[][] bytes, float[] found) = Round(rounding, row);
            Assert.Equal(scales, found);
            Assert.Equal(expected, bytes);
        }
    }

    /// <summary>The rotation keeps lengths and angles: products of rotated rows are those of the rows, times the size of the block.</summary>
    [Fact]
    public void RowsKeepTheirLength()
    {
        using var row = new AlignedFloats(128, seed: 5);
        (byte[][] bytes, float[] scales) = Round(RowRounding.Best, row);

        double length = bytes[0].Sum(value => Math.Pow((value - RowRounding.RowCenter) * scales[0], 2)), expected = 128 * row.Span.ToArray().Sum(value => (double)value * value);

        Assert.InRange(length / expected, 0.99, 1.01);
    }

    [Fact]
    public void BytesLieAroundTheMiddleAndReachTheLimit()
    {
        using var row = new AlignedFloats(1280, seed: 7, scale: 1e20f);
        (byte[][] bytes, _) = Round(RowRounding.Best, row);

        Assert.All(bytes, block => Assert.InRange(block.Min(), 1, 127));
        Assert.All(bytes, block => Assert.True(block.Max() == 127 || block.Min() == 1));
    }

    /// <summary>The bytes of every block in rising order.</summary>
    private static (byte[][] Bytes, float[] Scales) Round(RowRounding rounding, AlignedFloats row)
    {
        var blocks = new InputBlocks(row.Count);
        byte[] bytes = new byte[blocks.Length];
        float[] scales = new float[blocks.Count];
        fixed (byte* first = bytes)
        {
            fixed (float* firstScale = scales)
            {
                rounding.RoundRow(row.Pointer, blocks, first, firstScale);
            }
        }

        return ([.. bytes.Chunk(InputBlocks.MaxSize).Select(block => block.Order().ToArray())], scales);
    }
}
