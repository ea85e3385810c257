using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace BertGen.Engine.Kernels;

/// <summary>Kernels that work on one row at a time: moments, softmax, sums. The order of every sum depends on the row's length alone.</summary>
internal static unsafe class RowKernels<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>What a norm does to a row; without centering, it subtracts no mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static RowMoments Moments(float* x, int width, float epsilon, bool centers)
    {
        float mean = centers ? Sum(x, width) / width : 0f;
        TVector means = TSimd.Broadcast(mean);
        DeviationSums<TSimd, TVector> sums = default;
        int i = 0;
        for (; i <= width - LaneSums<TSimd, TVector>.Count; i += LaneSums<TSimd, TVector>.Count)
        {
            sums.Add(x + i, means);
        }

        return sums.End(x + i, width - i, mean, width, epsilon, centers);
    }

    /// <summary>A vector of values as the norm has it before its weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Normal(TVector x, TVector mean, TVector scale, TVector shift)
        => TSimd.MultiplyAdd(TSimd.Subtract(x, mean), scale, shift);

    /// <summary>destination = first + second</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* first, float* second, float* destination, int width)
    {
        int i = 0;
        for (; i <= width - TSimd.Count; i += TSimd.Count)
        {
            TSimd.Store(TSimd.Add(TSimd.Load(first + i), TSimd.Load(second + i)), destination + i);
        }

        for (; i < width; i++)
        {
            destination[i] = first[i] + second[i];
        }
    }

    /// <summary>Brings values near that will be needed soon.</summary>
    public static void Fetch(float* x, int width)
    {
        if (Sse.IsSupported)
        {
            for (int i = 0; i < width; i += ProductKernel<TSimd, TVector>.LineFloats)
            {
                Sse.Prefetch0(x + i);
            }
        }
    }

    /// <summary>destination = x * factor</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(float* x, float factor, float* destination, int width)
    {
        TVector factors = TSimd.Broadcast(factor);
        int i = 0;
        for (; i <= width - TSimd.Count; i += TSimd.Count)
        {
            TSimd.Store(TSimd.Multiply(TSimd.Load(x + i), factors), destination + i);
        }

        for (; i < width; i++)
        {
            destination[i] = x[i] * factor;
        }
    }

    /// <summary>destination += x * factor</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(float* x, float factor, float* destination, int width)
    {
        TVector factors = TSimd.Broadcast(factor);
        int i = 0;
        for (; i <= width - TSimd.Count; i += TSimd.Count)
        {
            TSimd.Store(TSimd.MultiplyAdd(TSimd.Load(x + i), factors, TSimd.Load(destination + i)), destination + i);
        }

        for (; i < width; i++)
        {
            destination[i] = MathF.FusedMultiplyAdd(x[i], factor, destination[i]);
        }
    }

    /// <summary>Turns pairs of values by angles: (low, high) becomes (low cos - high sin, high cos + low sin).</summary>
    /// <remarks>Low and high given the other way round, and it turns them back.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rotate(float* low, float* high, float* cos, float* sin, int count)
    {
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
        {
            TVector a = TSimd.Load(low + i), b = TSimd.Load(high + i), c = TSimd.Load(cos + i), s = TSimd.Load(sin + i);
            TSimd.Store(TSimd.Subtract(TSimd.Multiply(a, c), TSimd.Multiply(b, s)), low + i);
            TSimd.Store(TSimd.Add(TSimd.Multiply(b, c), TSimd.Multiply(a, s)), high + i);
        }

        for (; i < count; i++)
        {
            (float a, float b) = (low[i], high[i]);
            low[i] = (a * cos[i]) - (b * sin[i]);
            high[i] = (b * cos[i]) + (a * sin[i]);
        }
    }

    /// <summary>result = activation(x) * gate, one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gate<TActivation>(float* x, float* gate, float* result, int width)
        where TActivation : struct, IActivation
    {
        int i = 0;
        for (; i <= width - TSimd.Count; i += TSimd.Count)
        {
            TSimd.Store(TSimd.Multiply(TActivation.Apply<TSimd, TVector>(TSimd.Load(x + i)), TSimd.Load(gate + i)), result + i);
        }

        if (i < width)
        {
            // Behind the last value of a half begins the other, or another row.
            float* rest = stackalloc float[2 * PackedMatrix.PanelWidth];
            float* gates = rest + PackedMatrix.PanelWidth;
            CopyFew(x + i, rest, width - i);
            CopyFew(gate + i, gates, width - i);
            TSimd.Store(TSimd.Multiply(TActivation.Apply<TSimd, TVector>(TSimd.Load(rest)), TSimd.Load(gates)), rest);
            CopyFew(rest, result + i, width - i);
        }
    }

    /// <summary>The gradients of both sides of a gate, one row: of x, gradient * gate * activation'(x), and of the gate, gradient * activation(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void GateGradient<TActivation>(float* x, float* gate, float* gradient, float* toX, float* toGate, int width)
        where TActivation : struct, IActivation
    {
        int i = 0;
        for (; i <= width - TSimd.Count; i += TSimd.Count)
        {
            TVector value = TSimd.Load(x + i), dy = TSimd.Load(gradient + i);
            TSimd.Store(TSimd.Multiply(TSimd.Multiply(dy, TSimd.Load(gate + i)), TActivation.Derivative<TSimd, TVector>(value)), toX + i);
            TSimd.Store(TSimd.Multiply(dy, TActivation.Apply<TSimd, TVector>(value)), toGate + i);
        }

        if (i < width)
        {
            float* rest = stackalloc float[3 * PackedMatrix.PanelWidth];
            float* gates = rest + PackedMatrix.PanelWidth;
            float* gradients = gates + PackedMatrix.PanelWidth;
            CopyFew(x + i, rest, width - i);
            CopyFew(gate + i, gates, width - i);
            CopyFew(gradient + i, gradients, width - i);
            TVector value = TSimd.Load(rest), dy = TSimd.Load(gradients);
            TSimd.Store(TSimd.Multiply(TSimd.Multiply(dy, TSimd.Load(gates)), TActivation.Derivative<TSimd, TVector>(value)), rest);
            TSimd.Store(TSimd.Multiply(dy, TActivation.Apply<TSimd, TVector>(value)), gates);
            CopyFew(rest, toX + i, width - i);
            CopyFew(gates, toGate + i, width - i);
        }
    }

    /// <summary>destination = max(destination, x)</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Max(float* x, float* destination, int width)
    {
        for (int i = 0; i < width; i++)
        {
            destination[i] = MathF.Max(destination[i], x[i]);
        }
    }

    /// <summary>x[i] = exp((x[i] - max(x)) * scale) for scale &gt; 0; returns the sum.</summary>
    /// <param name="x">Scores; floats up to the next multiple of 16 are overwritten.</param>
    /// <param name="width">Number of scores, at least 1.</param>
    /// <param name="scale">Factor of the scores.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float ExpAndSum(float* x, int width, float scale)
    {
        // What lies beyond the row's end must neither be the largest score nor count in the sum.
        int padded = (width + LaneSums<TSimd, TVector>.Count - 1) / LaneSums<TSimd, TVector>.Count * LaneSums<TSimd, TVector>.Count;
        for (int i = width; i < padded; i++)
        {
            x[i] = float.NegativeInfinity;
        }

        TVector largest = TSimd.Load(x);
        for (int i = TSimd.Count; i < padded; i += TSimd.Count)
        {
            largest = TSimd.Max(largest, TSimd.Load(x + i));
        }

        float factor = scale * Elementary<TSimd, TVector>.Log2E;
        TVector factors = TSimd.Broadcast(factor);
        TVector shift = TSimd.Broadcast(-TSimd.Max(largest) * factor);
        LaneSums<TSimd, TVector> sums = default;
        for (int i = 0; i < padded; i += LaneSums<TSimd, TVector>.Count)
        {
            sums.AddExp2(x + i, factors, shift);
        }

        return sums.Total;
    }

    /// <summary>Applies an activation in place to a block of whole vectors, [rows, width].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Activate<TActivation>(float* x, nint stride, int rows, int width)
        where TActivation : struct, IActivation
    {
        for (; rows > 0; rows--)
        {
            for (int i = 0; i < width; i += TSimd.Count)
            {
                TSimd.Store(TActivation.Apply<TSimd, TVector>(TSimd.Load(x + i)), x + i);
            }

            x += stride;
        }
    }

    /// <summary>The sum of x * y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(float* x, float* y, int width)
    {
        LaneSums<TSimd, TVector> sums = default;
        int i = 0;
        for (; i <= width - LaneSums<TSimd, TVector>.Count; i += LaneSums<TSimd, TVector>.Count)
        {
            sums.AddProducts(x + i, y + i);
        }

        if (i < width)
        {
            float* rest = stackalloc float[2 * LaneSums<TSimd, TVector>.Count];
            Fill(x + i, width - i, 0f, rest);
            Fill(y + i, width - i, 0f, rest + LaneSums<TSimd, TVector>.Count);
            sums.AddProducts(rest, rest + LaneSums<TSimd, TVector>.Count);
        }

        return sums.Total;
    }

    /// <summary>The sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Sum(float* x, int width)
    {
        LaneSums<TSimd, TVector> sums = default;
        int i = 0;
        for (; i <= width - LaneSums<TSimd, TVector>.Count; i += LaneSums<TSimd, TVector>.Count)
        {
            sums.Add(x + i);
        }

        return EndSum(sums, x + i, width - i);
    }

    /// <summary>The total of sums to which the last values of a row are added, fewer than a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float EndSum(LaneSums<TSimd, TVector> sums, float* x, int count) => count == 0 ? sums.Total : AddRest(sums, x, count);

    private static float AddRest(LaneSums<TSimd, TVector> sums, float* x, int count)
    {
        float* rest = stackalloc float[LaneSums<TSimd, TVector>.Count];
        Fill(x, count, 0f, rest);
        sums.Add(rest);
        return sums.Total;
    }

    /// <summary>The last values of a row, and what adds nothing behind them.</summary>
    public static void Fill(float* source, int count, float filler, float* lanes)
    {
        for (int i = 0; i < LaneSums<TSimd, TVector>.Count; i++)
        {
            lanes[i] = i < count ? source[i] : filler;
        }
    }

    private static void CopyFew(float* source, float* destination, int count)
    {
        for (int i = 0; i < count; i++)
        {
            destination[i] = source[i];
        }
    }
}
