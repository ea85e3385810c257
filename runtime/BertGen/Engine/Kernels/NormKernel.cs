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
        float* means = stackalloc float[Together];
        float* scales = stackalloc float[Together];
        for (; rows >= Together; rows -= Together, x += Together * stride)
        {
            MomentsOfFour(x, stride, norm, epsilon, means, scales);
            for (int row = 0; row < Together; row++)
            {
                Apply(x + (row * stride), means[row], scales[row], norm);
            }
        }

        for (; rows > 0; rows--, x += stride)
        {
            (float mean, float scale) = RowKernels<TSimd, TVector>.Moments(x, norm.Width, epsilon, !norm.IsRms);
            Apply(x, mean, scale, norm);
        }
    }

    /// <summary>What <see cref="RowKernels{TSimd, TVector}.Moments"/> is for one row, for four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MomentsOfFour(float* x, nint stride, NormWeights norm, float epsilon, float* means, float* scales)
    {
        const int Lanes = LaneSums<TSimd, TVector>.Count;
        int width = norm.Width;
        int whole = width / Lanes * Lanes;
        float* x1 = x + stride;
        float* x2 = x1 + stride;
        float* x3 = x2 + stride;
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
        LaneSums<TSimd, TVector> squares0 = default, squares1 = default, squares2 = default, squares3 = default;
        for (int i = 0; i < whole; i += Lanes)
        {
            squares0.AddSquares(x + i, mean0);
            squares1.AddSquares(x1 + i, mean1);
            squares2.AddSquares(x2 + i, mean2);
            squares3.AddSquares(x3 + i, mean3);
        }

        scales[0] = InverseDeviation(squares0, x + whole, width - whole, means[0], width, epsilon);
        scales[1] = InverseDeviation(squares1, x1 + whole, width - whole, means[1], width, epsilon);
        scales[2] = InverseDeviation(squares2, x2 + whole, width - whole, means[2], width, epsilon);
        scales[3] = InverseDeviation(squares3, x3 + whole, width - whole, means[3], width, epsilon);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float InverseDeviation(LaneSums<TSimd, TVector> squares, float* rest, int count, float mean, int width, float epsilon)
        => RowKernels<TSimd, TVector>.InverseDeviation(RowKernels<TSimd, TVector>.EndSquares(squares, rest, count, mean), width, epsilon);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Apply(float* x, float mean, float scale, NormWeights norm)
    {
        TVector means = TSimd.Broadcast(mean), scales = TSimd.Broadcast(scale);
        int i = 0;
        for (; i <= norm.Width - TSimd.Count; i += TSimd.Count)
        {
            TVector normal = TSimd.Multiply(TSimd.Subtract(TSimd.Load(x + i), means), scales);
            TSimd.Store(TSimd.MultiplyAdd(normal, TSimd.Load(norm.Weight + i), TSimd.Load(norm.Bias + i)), x + i);
        }

        for (; i < norm.Width; i++)
        {
            x[i] = MathF.FusedMultiplyAdd((x[i] - mean) * scale, norm.Weight[i], norm.Bias[i]);
        }
    }
}
