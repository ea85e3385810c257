using System.Runtime.InteropServices;
using BertGen.Checkpoints;

namespace BertGen.Tests.Checkpoints;

public class FloatConversionTests
{
    [Fact]
    public void Every_half_is_widened_exactly()
    {
        ushort[] bits = [.. Enumerable.Range(0, 1 << 16).Select(i => (ushort)i)];

        AssertBits(bits.Select(b => (float)BitConverter.UInt16BitsToHalf(b)), Convert(TensorElementType.F16, bits));
    }

    [Fact]
    public void Every_bfloat16_is_widened_exactly()
    {
        ushort[] bits = [.. Enumerable.Range(0, 1 << 16).Select(i => (ushort)i)];

        AssertBits(bits.Select(b => BitConverter.Int32BitsToSingle(b << 16)), Convert(TensorElementType.BF16, bits));
    }

    [Fact]
    public void A_double_is_rounded_to_nearest()
    {
        double[] values = [0, -0.0, 1.0 / 3, -Math.PI, 1 + 1e-12, 16777217, 1e300, double.NegativeInfinity, 1e-320];

        AssertBits(values.Select(value => (float)value), Convert(TensorElementType.F64, values));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(33)]
    public void Lengths_off_the_vector_width_are_whole(int length)
    {
        ushort[] bits = [.. Enumerable.Range(1, length).Select(i => (ushort)(i * 1001))];

        AssertBits(bits.Select(b => BitConverter.Int32BitsToSingle(b << 16)), Convert(TensorElementType.BF16, bits));
    }

    private static float[] Convert<T>(TensorElementType type, T[] source)
        where T : unmanaged
    {
        float[] result = new float[source.Length];
        FloatConversion.ToFloat32(type, MemoryMarshal.AsBytes<T>(source), result);
        return result;
    }

    // Bits, so that zeros keep their sign; a NaN only has to stay one.
    private static void AssertBits(IEnumerable<float> expected, IEnumerable<float> actual) =>
        Assert.Equal(expected.Select(Bits), actual.Select(Bits));

    private static int Bits(float value) => float.IsNaN(value) ? int.MaxValue : BitConverter.SingleToInt32Bits(value);
}
