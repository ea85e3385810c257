using BertGen.Engine.Kernels;

namespace BertGen.Engine.Batches;

/// <summary>Turns the vectors of a text's pieces into one.</summary>
/// <param name="Kind">Mean, first or largest.</param>
/// <param name="Normalize">Whether the result is scaled to length 1.</param>
internal readonly record struct SentencePooling(BertPooling Kind, bool Normalize)
{
    /// <summary>Shortest length that is divided by, as the reference library has it.</summary>
    private const float SmallestNorm = 1e-12f;

    /// <summary>How many of a text's pieces are needed.</summary>
    public int WantedOf(int pieces) => Kind == BertPooling.Cls ? Math.Min(1, pieces) : pieces;

    /// <summary>Pools rows that stand one after the other.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="rows">Vectors, [count, width].</param>
    /// <param name="stride">Floats from one vector to the next.</param>
    /// <param name="count">Number of vectors, at least 1.</param>
    /// <param name="width">Values in a vector.</param>
    /// <param name="destination">The result, [width].</param>
    public unsafe void Pool(KernelSet kernels, float* rows, nint stride, int count, int width, float* destination)
    {
        new ReadOnlySpan<float>(rows, width).CopyTo(new Span<float>(destination, width));
        if (Kind != BertPooling.Cls)
        {
            for (int row = 1; row < count; row++)
            {
                float* next = rows + (row * stride);
                if (Kind == BertPooling.Max)
                {
                    kernels.Max(next, destination, width);
                }
                else
                {
                    kernels.Add(destination, next, destination, width);
                }
            }
        }

        if (Kind == BertPooling.Mean)
        {
            kernels.Scale(destination, 1f / count, destination, width);
        }

        if (Normalize)
        {
            ScaleToLength1(kernels, destination, width);
        }
    }

    /// <summary>Scales a vector to length 1.</summary>
    public static unsafe void ScaleToLength1(KernelSet kernels, float* vector, int width)
    {
        float norm = MathF.Sqrt(kernels.SumOfSquares(vector, width));
        kernels.Scale(vector, 1f / MathF.Max(norm, SmallestNorm), vector, width);
    }

    /// <summary>
    /// The gradient of what was scaled: <c>(dy - y (y dy)) / |x|</c> with y = x / |x|. A vector that is too short to be scaled by
    /// its length is divided by a constant.
    /// </summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="vector">x, before it was scaled.</param>
    /// <param name="gradient">dy, and then dx.</param>
    /// <param name="width">Values in the vector.</param>
    public static unsafe void ScalingGradient(KernelSet kernels, float* vector, float* gradient, int width)
    {
        float norm = MathF.Sqrt(kernels.SumOfSquares(vector, width));
        if (norm > SmallestNorm)
        {
            float dot = GradientKernels.Best.Dot(vector, gradient, width) / norm;
            kernels.AddScaled(vector, -dot / norm, gradient, width);
        }

        kernels.Scale(gradient, 1f / MathF.Max(norm, SmallestNorm), gradient, width);
    }
}
