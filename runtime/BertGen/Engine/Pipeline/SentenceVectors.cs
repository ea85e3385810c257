using BertGen.Engine.Kernels;

namespace BertGen.Engine.Pipeline;

/// <summary>What is done to finished vectors.</summary>
internal static unsafe class SentenceVectors
{
    /// <summary>Scales every vector to length 1; one of zeros stays.</summary>
    public static void Normalize(Span<float> vectors, int width)
    {
        if (width == 0)
        {
            return;
        }

        fixed (float* start = vectors)
        {
            for (int i = 0; i < vectors.Length; i += width)
            {
                UnitLength.Scale(KernelSet.Best, start + i, width);
            }
        }
    }

    /// <summary>How many components are left of a vector that is cut as a Python slice cuts: below zero counts from the end.</summary>
    public static int KeptOf(int width, int? dimensions) => dimensions is not { } count ? width : Math.Clamp(count < 0 ? width + count : count, 0, width);
}
