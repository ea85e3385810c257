using System.Numerics.Tensors;
using BertGen.Engine.Batches;

namespace BertGen.Vectors;

/// <summary>The smallest and the largest value of every component of many vectors: what 8 bits have to span.</summary>
public sealed class QuantizationRanges
{
    private readonly float[] _smallest;
    private readonly float[] _largest;

    /// <summary>Ranges that are known already.</summary>
    /// <param name="smallest">The smallest value of every component.</param>
    /// <param name="largest">The largest value of every component.</param>
    /// <exception cref="ArgumentException">The lengths differ, a value is not finite, or a largest value is below the smallest.</exception>
    public QuantizationRanges(ReadOnlySpan<float> smallest, ReadOnlySpan<float> largest)
    {
        if (smallest.Length != largest.Length)
        {
            throw new ArgumentException($"Expected a smallest and a largest value for every component; found {smallest.Length} and {largest.Length}.", nameof(largest));
        }

        for (int i = 0; i < smallest.Length; i++)
        {
            if (!float.IsFinite(smallest[i]) || !float.IsFinite(largest[i]) || smallest[i] > largest[i])
            {
                throw new ArgumentException($"The range of component {i} is {smallest[i]} to {largest[i]}; expected finite numbers, the smaller one first.", nameof(smallest));
            }
        }

        (_smallest, _largest) = (smallest.ToArray(), largest.ToArray());
    }

    /// <summary>The number of components.</summary>
    public int Width => _smallest.Length;

    /// <summary>The smallest value of every component.</summary>
    public ReadOnlySpan<float> Smallest => _smallest;

    /// <summary>The largest value of every component.</summary>
    public ReadOnlySpan<float> Largest => _largest;

    /// <summary>Finds the ranges of vectors: of all that are to be quantized, or of a sample that stands for them.</summary>
    /// <param name="vectors">At least two vectors, (n, width).</param>
    /// <exception cref="ArgumentException">There are fewer, or a value is not finite.</exception>
    public static QuantizationRanges Of(ReadOnlyTensorSpan<float> vectors)
    {
        if (vectors.Rank != 2 || vectors.Lengths[0] < 2)
        {
            throw new ArgumentException($"Expected two vectors or more, shape (n, width); found {TensorText.Shape(vectors.Lengths)}. One vector has no range.", nameof(vectors));
        }

        int width = (int)vectors.Lengths[1];
        ReadOnlySpan<float> values = DenseValues.Of<float>(vectors);
        float[] smallest = values[..width].ToArray();
        float[] largest = values[..width].ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new ArgumentException($"The value at {TensorText.Place(vectors.Lengths, i)} is {values[i]}; expected finite numbers.", nameof(vectors));
            }

            int component = i % width;
            smallest[component] = MathF.Min(smallest[component], values[i]);
            largest[component] = MathF.Max(largest[component], values[i]);
        }

        return new QuantizationRanges(smallest, largest);
    }
}
