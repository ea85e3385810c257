using System.Numerics.Tensors;

namespace BertGen.Tool.Pipe;

/// <summary>What is done to vectors behind the model, in the order of the reference: cut, then scaled.</summary>
internal static class VectorSteps
{
    private const double SmallestNorm = 1e-12;

    /// <summary>The first components of every vector, counted as a Python slice counts: below zero from the end.</summary>
    public static Tensor<float> Cut(Tensor<float> vectors, int dimensions)
    {
        int width = (int)vectors.Lengths[1];
        int kept = Math.Clamp(dimensions < 0 ? width + dimensions : dimensions, 0, width);
        if (kept == width)
        {
            return vectors;
        }

        float[] values = vectors.ToArray();
        float[] cut = new float[vectors.Lengths[0] * kept];
        for (int row = 0; row < vectors.Lengths[0]; row++)
        {
            values.AsSpan(row * width, kept).CopyTo(cut.AsSpan(row * kept));
        }

        return Tensor.Create(cut, [vectors.Lengths[0], kept]);
    }

    /// <summary>Every vector scaled to length 1.</summary>
    public static Tensor<float> Normalize(Tensor<float> vectors)
    {
        float[] values = vectors.ToArray();
        int width = (int)vectors.Lengths[1];
        for (int row = 0; row < vectors.Lengths[0]; row++)
        {
            Span<float> vector = values.AsSpan(row * width, width);
            double sum = 0;
            foreach (float value in vector)
            {
                sum += (double)value * value;
            }

            double norm = Math.Max(Math.Sqrt(sum), SmallestNorm);
            foreach (ref float value in vector)
            {
                value = (float)(value / norm);
            }
        }

        return Tensor.Create(values, vectors.Lengths);
    }
}
