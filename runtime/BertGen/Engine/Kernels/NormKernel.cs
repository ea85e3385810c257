using System.Runtime.CompilerServices;

namespace BertGen.Engine.Kernels;

/// <summary>
/// LayerNorm and RMSNorm of rows, four at a time: a sum along a row waits for itself at each step, so four of them take as long as one.
/// Every row has the same bits alone and among others.
/// </summary>
internal static unsafe class NormKernel<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Together = 4;

    /// <summary>(x - mean) / sqrt(variance + epsilon) * weight + bias of every row in place, the variance biased; an RMSNorm subtracts no mean.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="norm">Weight and bias.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalize(float* x, nint stride, int rows, NormWeights norm, float epsilon)
    {
        RowMoments* moments = stackalloc RowMoments[Together];
        for (; rows >= Together; rows -= Together, x += Together * stride)
        {
            MomentsOfFour(x, stride, norm, epsilon, moments);
            for (int row = 0; row < Together; row++)
            {
                Apply(x + (row * stride), moments[row], norm);
            }
        }

        for (; rows > 0; rows--, x += stride)
        {
            Apply(x, RowKernels<TSimd, TVector>.Moments(x, norm.Width, epsilon, !norm.IsRms), norm);
        }
    }

    /// <summary>What <see cref="RowKernels{TSimd, TVector}.Moments"/> is for one row, for four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MomentsOfFour(float* x, nint stride, NormWeights norm, float epsilon, RowMoments* moments)
    {
        const int Lanes = LaneSums<TSimd, TVector>.Count;
        int width = norm.Width;
        int whole = width / Lanes * Lanes;
        float* x1 = x + stride;
        float* x2 = x1 + stride;
        float* x3 = x2 + stride;
        float* means = stackalloc float[Together];
        new Span<float>(means, Together).Clear();
        if (!norm.IsRms)
        {
            LaneSums<TSimd, TVector> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            for (int i = 0; i < whole; i += Lanes)
            {
                sum0.Add(x + i);
                sum1.Add(x1 + i);
                sum2.Add(x2 + i);
                sum3.Add(x3 + i);
            }

            means[0] = RowKernels<TSimd, TVector>.EndSum(sum0, x + whole, width - whole) / width;
            means[1] = RowKernels<TSimd, TVector>.EndSum(sum1, x1 + whole, width - whole) / width;
            means[2] = RowKernels<TSimd, TVector>.EndSum(sum2, x2 + whole, width - whole) / width;
            means[3] = RowKernels<TSimd, TVector>.EndSum(sum3, x3 + whole, width - whole) / width;
        }

        TVector mean0 = TSimd.Broadcast(means[0]), mean1 = TSimd.Broadcast(means[1]), mean2 = TSimd.Broadcast(means[2]), mean3 = TSimd.Broadcast(means[3]);
        DeviationSums<TSimd, TVector> sums0 = default, sums1 = default, sums2 = default, sums3 = default;
        for (int i = 0; i < whole; i += Lanes)
        {
            sums0.Add(x + i, mean0);
            sums1.Add(x1 + i, mean1);
            sums2.Add(x2 + i, mean2);
            sums3.Add(x3 + i, mean3);
        }

        moments[0] = sums0.End(x + whole, width - whole, means[0], width, epsilon, !norm.IsRms);
        moments[1] = sums1.End(x1 + whole, width - whole, means[1], width, epsilon, !norm.IsRms);
        moments[2] = sums2.End(x2 + whole, width - whole, means[2], width, epsilon, !norm.IsRms);
        moments[3] = sums3.End(x3 + whole, width - whole, means[3], width, epsilon, !norm.IsRms);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Apply(float* x, RowMoments moments, NormWeights norm)
    {
        TVector mean = TSimd.Broadcast(moments.Mean), scale = TSimd.Broadcast(moments.Scale), shift = TSimd.Broadcast(moments.Shift);
        int i = 0;
        for (; i <= norm.Width - TSimd.Count; i += TSimd.Count)
        {
            TVector normal = RowKernels<TSimd, TVector>.Normal(TSimd.Load(x + i), mean, scale, shift);
            TSimd.Store(TSimd.MultiplyAdd(normal, TSimd.Load(norm.Weight + i), TSimd.Load(norm.Bias + i)), x + i);
        }

        for (; i < norm.Width; i++)
        {
            x[i] = MathF.FusedMultiplyAdd(moments.Normal(x[i]), norm.Weight[i], norm.Bias[i]);
        }
    }
}
