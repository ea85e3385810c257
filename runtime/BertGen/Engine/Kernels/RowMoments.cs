using System.Runtime.CompilerServices;

namespace BertGen.Engine.Kernels;

/// <summary>What a norm does to a row: (x - mean) * scale + shift.</summary>
/// <remarks>
/// The mean is off by what rounding has done to its sum, by the same for all values of the row; where they lie close together, that is
/// much beside their deviation. The shift takes it back: minus the mean of the differences, times the scale.
/// </remarks>
internal readonly struct RowMoments
{
    private RowMoments(float mean, float scale, float shift) => (Mean, Scale, Shift) = (mean, scale, shift);

    public float Mean { get; }

    /// <summary>1 / sqrt(variance + epsilon), the variance biased.</summary>
    public float Scale { get; }

    public float Shift { get; }

    /// <summary>The moments from sums over a row less its mean.</summary>
    /// <param name="mean">The mean, rounded.</param>
    /// <param name="differences">The sum of the differences from it.</param>
    /// <param name="squares">The sum of their squares.</param>
    /// <param name="width">Values in the row.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    public static RowMoments Centered(float mean, float differences, float squares, int width, float epsilon)
    {
        double rest = (double)differences / width;
        double scale = InverseRoot(Math.Max(0.0, ((double)squares / width) - (rest * rest)), epsilon);
        return new(mean, (float)scale, (float)(-rest * scale));
    }

    /// <summary>Those of an RMSNorm, which subtracts no mean.</summary>
    /// <param name="squares">The sum of the squares.</param>
    /// <param name="width">Values in the row.</param>
    /// <param name="epsilon">What is added to their mean.</param>
    public static RowMoments RootMeanSquare(float squares, int width, float epsilon) => new(0f, (float)InverseRoot((double)squares / width, epsilon), 0f);

    /// <summary>A value as the norm has it before its weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Normal(float x) => MathF.FusedMultiplyAdd(x - Mean, Scale, Shift);

    private static double InverseRoot(double x, float epsilon) => 1.0 / Math.Sqrt(x + epsilon);
}
