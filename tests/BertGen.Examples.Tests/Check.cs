using System.Numerics.Tensors;

namespace BertGen.Examples.Tests;

/// <summary>What examples compare with.</summary>
public static class Check
{
    private const float Tolerance = 1e-5f;

    /// <summary>How many comparisons were made.</summary>
    public static int Count { get; private set; }

    /// <summary>Fails unless all values of a tensor are near those expected.</summary>
    public static void Near(IEnumerable<float> expected, in ReadOnlyTensorSpan<float> found)
    {
        float[] values = new float[found.FlattenedLength];
        found.FlattenTo(values);
        Near([.. expected], values);
    }

    /// <summary>Fails unless all values are near those expected.</summary>
    public static void Near(float[] expected, float[] found)
    {
        Count++;
        Assert.Equal(expected.Length, found.Length);
        float largest = expected.Zip(found, (one, other) => MathF.Abs(one - other)).Aggregate(0f, (max, difference) => difference <= max ? max : difference);
        Assert.True(largest <= Tolerance, $"The largest difference is {largest:g3}, above {Tolerance:g3}.");
    }

    /// <summary>Fails unless the values are equal.</summary>
    public static void Equal<T>(T expected, T found)
    {
        Count++;
        Assert.Equal(expected, found);
    }

    /// <summary>Fails unless a condition holds.</summary>
    public static void That(bool condition, string claim)
    {
        Count++;
        Assert.True(condition, claim);
    }
}
