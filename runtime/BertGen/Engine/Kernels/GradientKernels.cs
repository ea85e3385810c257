using System.Runtime.Intrinsics;

namespace BertGen.Engine.Kernels;

/// <summary>The kernels that only a training step needs, for the vector width of <see cref="KernelSet.Best"/>.</summary>
internal abstract unsafe class GradientKernels
{
    /// <summary>The kernels that this process uses.</summary>
    public static GradientKernels Best { get; } =
        Vector512.IsHardwareAccelerated ? new GradientKernels<Simd512, Vector512<float>>()
        : Vector256.IsHardwareAccelerated ? new GradientKernels<Simd256, Vector256<float>>()
        : new GradientKernels<Simd128, Vector128<float>>();

    /// <summary>y = activation(x) for rows of whole vectors.</summary>
    /// <param name="x">Rows.</param>
    /// <param name="y">Where they go.</param>
    /// <param name="stride">Floats from one row to the next, a multiple of 16: rows are taken with what pads them.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="activation">The function.</param>
    public abstract void Activate(float* x, float* y, nint stride, int rows, Activation activation);

    /// <summary>gradient = gradient * activation'(x) for rows of whole vectors.</summary>
    public abstract void ActivationGradient(float* x, float* gradient, nint stride, int rows, Activation activation);

    /// <summary>The gradients of both sides of a gate, row by row: of x, gradient * gate * activation'(x), and of the gate, gradient * activation(x).</summary>
    /// <param name="x">Rows that went through the activation.</param>
    /// <param name="gate">What they were multiplied with.</param>
    /// <param name="stride">Floats from one row of both, and of their gradients, to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="gradient">Gradient of the products.</param>
    /// <param name="gradientStride">Floats from one of its rows to the next.</param>
    /// <param name="toX">Where the gradient of x goes.</param>
    /// <param name="toGate">Where that of the gate goes.</param>
    /// <param name="width">Values in a row.</param>
    /// <param name="activation">The function.</param>
    public abstract void GateGradient(
        float* x, float* gate, nint stride, int rows, float* gradient, nint gradientStride, float* toX, float* toGate, int width, Activation activation);

    /// <summary>
    /// The gradient of a LayerNorm's input, row by row; the input is replaced by what it is normalised to, which the gradient of
    /// the weights needs.
    /// </summary>
    /// <param name="x">Inputs; then (x - mean) / sqrt(variance + epsilon).</param>
    /// <param name="gradient">Gradient of the output.</param>
    /// <param name="weight">Weight of the norm.</param>
    /// <param name="result">Gradient of the input.</param>
    /// <param name="width">Values in a row.</param>
    /// <param name="epsilon">Epsilon of the norm.</param>
    /// <param name="centers">Whether the mean was subtracted: an RMSNorm does not.</param>
    public abstract void NormGradient(float* x, float* gradient, float* weight, float* result, int width, float epsilon, bool centers = true);

    /// <summary>sum = sum + x * y</summary>
    public abstract void AddProducts(float* x, float* y, float* sum, int width);

    /// <summary>The sum of x * y.</summary>
    public abstract float Dot(float* x, float* y, int width);

    /// <summary>The gradients of queries, keys and values of one head over one sequence.</summary>
    public abstract void AttendGradient(in AttentionHead head, in AttentionHeadGradient gradient, float* scratch);
}
