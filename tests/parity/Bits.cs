using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace BertGen.Parity;

/// <summary>Vectors compared bit for bit: 0 and -0 differ, and so do two numbers that print alike.</summary>
internal static class Bits
{
    public static float[] Values(this Tensor<float> tensor)
    {
        var values = new float[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }

    public static int[] Values(this Tensor<int> tensor)
    {
        var values = new int[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }

    public static void AssertEqual(ReadOnlySpan<float> expected, ReadOnlySpan<float> found, string what)
    {
        ReadOnlySpan<int> expectedBits = MemoryMarshal.Cast<float, int>(expected);
        ReadOnlySpan<int> foundBits = MemoryMarshal.Cast<float, int>(found);
        if (!expectedBits.SequenceEqual(foundBits))
        {
            int at = expectedBits.CommonPrefixLength(foundBits);
            Assert.Fail(expected.Length != found.Length
                ? $"{what}: expected {expected.Length} values, found {found.Length}."
                : $"{what}: value {at} is {found[at]:R}, expected {expected[at]:R}.");
        }
    }

    public static void AssertZero(ReadOnlySpan<float> values, string what) =>
        Assert.True(MemoryMarshal.Cast<float, int>(values).IndexOfAnyExcept(0) < 0, $"{what}: expected zeros.");
}
