namespace BertGen.Vectors;

/// <summary>A vector most of whose components are zero: the indices of the others, rising, and their values. Immutable.</summary>
public sealed class SparseVector
{
    private readonly int[] _indices;
    private readonly float[] _values;

    /// <summary>Makes a vector of its components.</summary>
    /// <param name="dimensions">Number of all components, zeros included.</param>
    /// <param name="indices">The indices of the components that are stored, rising.</param>
    /// <param name="values">Their values, as many.</param>
    /// <exception cref="ArgumentException">The indices do not rise, lie outside the vector, or are more or fewer than the values.</exception>
    public SparseVector(int dimensions, ReadOnlySpan<int> indices, ReadOnlySpan<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(dimensions);
        if (indices.Length != values.Length)
        {
            throw new ArgumentException($"Expected as many values as indices, {indices.Length}; found {values.Length}.", nameof(values));
        }

        for (int i = 0; i < indices.Length; i++)
        {
            int least = i == 0 ? 0 : indices[i - 1] + 1;
            if (indices[i] < least || indices[i] >= dimensions)
            {
                throw new ArgumentException($"Expected indices that rise from 0 to {dimensions - 1}; found {indices[i]} at {i}.", nameof(indices));
            }
        }

        (Dimensions, _indices, _values) = (dimensions, indices.ToArray(), values.ToArray());
    }

    private SparseVector(int dimensions, int[] indices, float[] values) => (Dimensions, _indices, _values) = (dimensions, indices, values);

    /// <summary>Number of all components, zeros included.</summary>
    public int Dimensions { get; }

    /// <summary>Number of components that are stored.</summary>
    public int Count => _indices.Length;

    /// <summary>The indices of the components that are stored, rising.</summary>
    public ReadOnlySpan<int> Indices => _indices;

    /// <summary>The values of the components that are stored.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The length of the vector.</summary>
    public double Length => Math.Sqrt(Dot(this));

    /// <summary>The components of a vector that are not zero.</summary>
    /// <param name="dense">All components.</param>
    public static SparseVector Of(ReadOnlySpan<float> dense)
    {
        int count = dense.Length - dense.Count(0f);
        int[] indices = new int[count];
        float[] values = new float[count];
        for (int i = 0, next = 0; next < count; i++)
        {
            if (dense[i] != 0)
            {
                (indices[next], values[next]) = (i, dense[i]);
                next++;
            }
        }

        return new SparseVector(dense.Length, indices, values);
    }

    /// <summary>All components.</summary>
    public float[] ToDense()
    {
        float[] dense = new float[Dimensions];
        for (int i = 0; i < _indices.Length; i++)
        {
            dense[_indices[i]] = _values[i];
        }

        return dense;
    }

    /// <summary>The vector of its components with the largest absolute values; of equal ones, those that come first.</summary>
    /// <param name="count">How many are kept, at least 1.</param>
    public SparseVector Largest(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (count >= Count)
        {
            return this;
        }

        int[] kept = [.. Enumerable.Range(0, Count).OrderByDescending(i => Math.Abs(_values[i])).Take(count).Order()];
        return new SparseVector(Dimensions, [.. kept.Select(i => _indices[i])], [.. kept.Select(i => _values[i])]);
    }

    /// <summary>The inner product with another vector, in double precision.</summary>
    /// <param name="other">A vector of as many dimensions.</param>
    /// <exception cref="ArgumentException">It has others.</exception>
    public double Dot(SparseVector other)
    {
        Check(other);
        double sum = 0;
        for (int i = 0, j = 0; i < _indices.Length && j < other._indices.Length;)
        {
            int order = _indices[i] - other._indices[j];
            if (order == 0)
            {
                sum += (double)_values[i] * other._values[j];
            }

            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return sum;
    }

    /// <summary>The cosine of the angle to another vector; 0 where one of them is zero.</summary>
    /// <param name="other">A vector of as many dimensions.</param>
    /// <exception cref="ArgumentException">It has others.</exception>
    public double Cosine(SparseVector other)
    {
        double dot = Dot(other);
        return dot / (Math.Max(Length, VectorPair.SmallestNorm) * Math.Max(other.Length, VectorPair.SmallestNorm));
    }

    /// <summary>How alike this and another vector are.</summary>
    /// <param name="function">How they are compared.</param>
    /// <param name="other">A vector of as many dimensions.</param>
    /// <exception cref="ArgumentException">It has others.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such function.</exception>
    public double Compare(SimilarityFunction function, SparseVector other) => function switch
    {
        SimilarityFunction.Cosine => Cosine(other),
        SimilarityFunction.Dot => Dot(other),
        SimilarityFunction.Euclidean => -Math.Sqrt(Differences(other).Sum(difference => difference * difference)),
        SimilarityFunction.Manhattan => -Differences(other).Sum(Math.Abs),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "There is no such function."),
    };

    /// <summary>The differences of all components that one of the two has.</summary>
    private IEnumerable<double> Differences(SparseVector other)
    {
        Check(other);
        int i = 0, j = 0;
        while (i < _indices.Length || j < other._indices.Length)
        {
            int left = i < _indices.Length ? _indices[i] : int.MaxValue, right = j < other._indices.Length ? other._indices[j] : int.MaxValue;
            yield return (left <= right ? _values[i++] : 0.0) - (right <= left ? other._values[j++] : 0.0);
        }
    }

    private void Check(SparseVector other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Dimensions != Dimensions)
        {
            throw new ArgumentException($"Expected a vector of {Dimensions} dimensions; found one of {other.Dimensions}.", nameof(other));
        }
    }
}
