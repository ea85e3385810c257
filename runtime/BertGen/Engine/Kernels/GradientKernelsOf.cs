using System.Runtime.CompilerServices;

namespace BertGen.Engine.Kernels;

/// <inheritdoc/>
internal sealed unsafe class GradientKernels<TSimd, TVector> : GradientKernels
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public override void Activate(float* x, float* y, nint stride, int rows, Activation activation) =>
        ActivationTable.Use(activation, new ActivateCall(x, y, stride * rows));

    public override void ActivationGradient(float* x, float* gradient, nint stride, int rows, Activation activation) =>
        ActivationTable.Use(activation, new DerivativeCall(x, gradient, stride * rows));

    public override void GateGradient(
        float* x, float* gate, nint stride, int rows, float* gradient, nint gradientStride, float* toX, float* toGate, int width, Activation activation) =>
        ActivationTable.Use(activation, new GateCall(x, gate, stride, rows, gradient, gradientStride, toX, toGate, width));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void NormGradient(float* x, float* gradient, float* weight, float* result, int width, float epsilon, bool centers = true)
    {
        // Moments as the forward pass has them.
        RowMoments moments = RowKernels<TSimd, TVector>.Moments(x, width, epsilon, centers);
        TVector mean = TSimd.Broadcast(moments.Mean), scale = TSimd.Broadcast(moments.Scale), shift = TSimd.Broadcast(moments.Shift);
        int i = 0;
        for (; i <= width - TSimd.Count; i += TSimd.Count)
        {
            TVector weighted = TSimd.Multiply(TSimd.Load(gradient + i), TSimd.Load(weight + i));
            TSimd.Store(RowKernels<TSimd, TVector>.Normal(TSimd.Load(x + i), mean, scale, shift), x + i);
            TSimd.Store(weighted, result + i);
        }

        for (; i < width; i++)
        {
            x[i] = moments.Normal(x[i]);
            result[i] = gradient[i] * weight[i];
        }

        // scale * (weighted - mean(weighted) - normal * mean(weighted * normal)); what subtracts no mean has no gradient through it
        float meanSum = centers ? RowKernels<TSimd, TVector>.Sum(result, width) / width : 0f;
        float minusDot = -RowKernels<TSimd, TVector>.Dot(result, x, width) / width;
        TVector meanSums = TSimd.Broadcast(meanSum), minusDots = TSimd.Broadcast(minusDot);
        for (i = 0; i <= width - TSimd.Count; i += TSimd.Count)
        {
            TVector rest = TSimd.MultiplyAdd(TSimd.Load(x + i), minusDots, TSimd.Subtract(TSimd.Load(result + i), meanSums));
            TSimd.Store(TSimd.Multiply(rest, scale), result + i);
        }

        for (; i < width; i++)
        {
            result[i] = MathF.FusedMultiplyAdd(x[i], minusDot, result[i] - meanSum) * moments.Scale;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddProducts(float* x, float* y, float* sum, int width)
    {
        int i = 0;
        for (; i <= width - TSimd.Count; i += TSimd.Count)
        {
            TSimd.Store(TSimd.MultiplyAdd(TSimd.Load(x + i), TSimd.Load(y + i), TSimd.Load(sum + i)), sum + i);
        }

        for (; i < width; i++)
        {
            sum[i] = MathF.FusedMultiplyAdd(x[i], y[i], sum[i]);
        }
    }

    public override float Dot(float* x, float* y, int width) => RowKernels<TSimd, TVector>.Dot(x, y, width);

    public override void AttendGradient(in AttentionHead head, in AttentionHeadGradient gradient, float* scratch)
        => AttentionGradientKernel<TSimd, TVector>.Attend(head, gradient, scratch);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Activate<TActivation>(float* x, float* y, nint count)
        where TActivation : struct, IActivation
    {
        for (nint i = 0; i < count; i += TSimd.Count)
        {
            TSimd.Store(TActivation.Apply<TSimd, TVector>(TSimd.Load(x + i)), y + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyByDerivative<TActivation>(float* x, float* gradient, nint count)
        where TActivation : struct, IActivation
    {
        for (nint i = 0; i < count; i += TSimd.Count)
        {
            TVector derivative = TActivation.Derivative<TSimd, TVector>(TSimd.Load(x + i));
            TSimd.Store(TSimd.Multiply(TSimd.Load(gradient + i), derivative), gradient + i);
        }
    }

    private readonly struct ActivateCall(float* x, float* y, nint count) : IActivationUser
    {
        public void Use<TActivation>()
            where TActivation : struct, IActivation
            => Activate<TActivation>(x, y, count);
    }

    private readonly struct DerivativeCall(float* x, float* gradient, nint count) : IActivationUser
    {
        public void Use<TActivation>()
            where TActivation : struct, IActivation
            => MultiplyByDerivative<TActivation>(x, gradient, count);
    }

    private readonly struct GateCall(float* x, float* gate, nint stride, int rows, float* gradient, nint gradientStride, float* toX, float* toGate, int width)
        : IActivationUser
    {
        public void Use<TActivation>()
            where TActivation : struct, IActivation
        {
            for (nint row = 0; row < rows; row++)
            {
                RowKernels<TSimd, TVector>.GateGradient<TActivation>(
                    x + (row * stride), gate + (row * stride), gradient + (row * gradientStride), toX + (row * stride), toGate + (row * stride), width);
            }
        }
    }
}
