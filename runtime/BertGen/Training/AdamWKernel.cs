using System.Runtime.Intrinsics;

namespace BertGen.Training;

/// <summary>
/// The arithmetic of <see cref="AdamW"/>. It is bound by memory: a step reads and writes value, gradient and both averages once.
/// </summary>
internal static unsafe class AdamWKernel
{
    private static int Width => Vector256<float>.Count;

    /// <summary>The sum of squares, in double precision and always in the same order.</summary>
    public static double SumOfSquares(float* source, int count)
    {
        Vector256<double> low = default;
        Vector256<double> high = default;
        int i = 0;
        for (; i <= count - Width; i += Width)
        {
            (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(Vector256.Load(source + i));
            low += lower * lower;
            high += upper * upper;
        }

        Vector256<double> sums = low + high;
        double sum = (sums[0] + sums[2]) + (sums[1] + sums[3]);
        for (; i < count; i++)
        {
            sum += (double)source[i] * source[i];
        }

        return sum;
    }

    /// <summary>Moves values by their gradients, and clears these.</summary>
    public static void Update(float* value, float* gradient, float* first, float* second, int count, in AdamWFactors factors)
    {
        int i = 0;
        for (; i <= count - Width; i += Width)
        {
            UpdateVector(value + i, gradient + i, first + i, second + i, factors);
        }

        if (i < count)
        {
            UpdateRest(value + i, gradient + i, first + i, second + i, count - i, factors);
        }
    }

    private static void UpdateVector(float* value, float* gradient, float* first, float* second, in AdamWFactors factors)
    {
        Vector256<float> g = Vector256.Load(gradient) * factors.Gradient;
        Vector256<float> m = (Vector256.Load(first) * factors.FirstKept) + (g * factors.FirstAdded);
        Vector256<float> v = (Vector256.Load(second) * factors.SecondKept) + (g * g * factors.SecondAdded);
        Vector256<float> p = Vector256.Load(value);

        // Taken away together: 1 - decay, with which other implementations multiply, keeps little of a decay of a millionth.
        Vector256<float> step = m * factors.Rate / ((Vector256.Sqrt(v) * factors.Root) + Vector256.Create(factors.Epsilon));
        (p - (step + (p * factors.Decay))).Store(value);
        m.Store(first);
        v.Store(second);
        Vector256<float>.Zero.Store(gradient);
    }

    /// <summary>Fewer values than a vector has, by way of whole vectors.</summary>
    private static void UpdateRest(float* value, float* gradient, float* first, float* second, int count, in AdamWFactors factors)
    {
        float* rest = stackalloc float[4 * Width];
        new Span<float>(rest, 4 * Width).Clear();
        Copy(value, rest);
        Copy(gradient, rest + Width);
        Copy(first, rest + (2 * Width));
        Copy(second, rest + (3 * Width));
        UpdateVector(rest, rest + Width, rest + (2 * Width), rest + (3 * Width), factors);
        Copy(rest, value);
        Copy(rest + Width, gradient);
        Copy(rest + (2 * Width), first);
        Copy(rest + (3 * Width), second);

        void Copy(float* source, float* destination) => new ReadOnlySpan<float>(source, count).CopyTo(new Span<float>(destination, count));
    }
}
