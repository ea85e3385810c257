using System.Runtime.Intrinsics;

namespace BertGen.Vectors;

/// <summary>Sums over the components of two vectors, in eight lanes of double precision whatever the processor has.</summary>
internal static class VectorPair
{
    private const int LaneCount = 8;

    /// <summary>Shortest length that is divided by, as the reference library has it.</summary>
    public const double SmallestNorm = 1e-12;

    /// <summary>What a cosine is divided by: the length of every vector; 1 for all other functions.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such function.</exception>
    public static double[] Norms(SimilarityFunction function, ReadOnlySpan<float> values, int count, int width)
    {
        if (!Enum.IsDefined(function))
        {
            throw new ArgumentOutOfRangeException(nameof(function), function, $"Expected a function of {nameof(SimilarityFunction)}; found {function}.");
        }

        double[] norms = new double[count];
        Array.Fill(norms, 1);
        for (int i = 0; i < count && function == SimilarityFunction.Cosine; i++)
        {
            norms[i] = Norm(function, values.Slice(i * width, width));
        }

        return norms;
    }

    /// <summary>The same for one vector.</summary>
    public static double Norm(SimilarityFunction function, ReadOnlySpan<float> vector) =>
        function == SimilarityFunction.Cosine ? Math.Max(Math.Sqrt(Sum<Product>(vector, vector)), SmallestNorm) : 1;

    /// <summary>The similarity of two vectors.</summary>
    /// <param name="function">How they are compared.</param>
    /// <param name="left">A vector.</param>
    /// <param name="right">Another of the same width.</param>
    /// <param name="norm">The product of their <see cref="Norms"/>.</param>
    public static double Compare(SimilarityFunction function, ReadOnlySpan<float> left, ReadOnlySpan<float> right, double norm) => function switch
    {
        SimilarityFunction.Euclidean => -Math.Sqrt(Sum<SquaredDifference>(left, right)),
        SimilarityFunction.Manhattan => -Sum<AbsoluteDifference>(left, right),
        _ => Sum<Product>(left, right) / norm,
    };

    private static double Sum<TTerm>(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
        where TTerm : struct, ITerm
    {
        Vector256<double> low = default;
        Vector256<double> high = default;
        int index = 0;
        for (; index <= left.Length - LaneCount; index += LaneCount)
        {
            (Vector256<double> leftLow, Vector256<double> leftHigh) = Vector256.Widen(Vector256.Create(left[index..]));
            (Vector256<double> rightLow, Vector256<double> rightHigh) = Vector256.Widen(Vector256.Create(right[index..]));
            low += TTerm.Of(leftLow, rightLow);
            high += TTerm.Of(leftHigh, rightHigh);
        }

        if (index < left.Length)
        {
            Span<float> rest = stackalloc float[2 * LaneCount];
            rest.Clear();
            left[index..].CopyTo(rest);
            right[index..].CopyTo(rest[LaneCount..]);
            (Vector256<double> leftLow, Vector256<double> leftHigh) = Vector256.Widen(Vector256.Create(rest));
            (Vector256<double> rightLow, Vector256<double> rightHigh) = Vector256.Widen(Vector256.Create(rest[LaneCount..]));
            low += TTerm.Of(leftLow, rightLow);
            high += TTerm.Of(leftHigh, rightHigh);
        }

        Vector256<double> sums = low + high;
        return (sums[0] + sums[2]) + (sums[1] + sums[3]);
    }

    private interface ITerm
    {
        static abstract Vector256<double> Of(Vector256<double> left, Vector256<double> right);
    }

    private readonly struct Product : ITerm
    {
        public static Vector256<double> Of(Vector256<double> left, Vector256<double> right) => left * right;
    }

    private readonly struct SquaredDifference : ITerm
    {
        public static Vector256<double> Of(Vector256<double> left, Vector256<double> right)
        {
            Vector256<double> difference = left - right;
            return difference * difference;
        }
    }

    private readonly struct AbsoluteDifference : ITerm
    {
        public static Vector256<double> Of(Vector256<double> left, Vector256<double> right) => Vector256.Abs(left - right);
    }
}
