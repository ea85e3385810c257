using BertGen.Engine.Kernels;

namespace BertGen.Engine;

/// <summary>Vectors scaled to length 1, x / |x|, and the derivative of that.</summary>
internal static unsafe class UnitLength
{
    /// <summary>Shortest length that is divided by, as the reference library has it.</summary>
    private const float SmallestNorm = 1e-12f;

    /// <summary>Scales a vector in place; one of zeros stays.</summary>
    public static void Scale(KernelSet kernels, float* vector, int width)
    {
        float norm = MathF.Sqrt(kernels.SumOfSquares(vector, width));
        kernels.Scale(vector, 1f / MathF.Max(norm, SmallestNorm), vector, width);
    }

    /// <summary>
    /// The gradient of what was scaled: <c>(dy - y (y dy)) / |x|</c> with y = x / |x|. A vector that is too short to be scaled by
    /// its length is divided by a constant.
    /// </summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="gradients">Those of gradients.</param>
    /// <param name="vector">x, before it was scaled.</param>
    /// <param name="gradient">dy, and then dx.</param>
    /// <param name="width">Values in the vector.</param>
    public static void Gradient(KernelSet kernels, GradientKernels gradients, float* vector, float* gradient, int width)
    {
        float norm = MathF.Sqrt(kernels.SumOfSquares(vector, width));
        if (norm > SmallestNorm)
        {
            float dot = gradients.Dot(vector, gradient, width) / norm;
            kernels.AddScaled(vector, -dot / norm, gradient, width);
        }

        kernels.Scale(gradient, 1f / MathF.Max(norm, SmallestNorm), gradient, width);
    }
}
