namespace BertGen.Training;

/// <summary>
/// One tensor that training changes: its values, and the gradient that backward passes add up until it is cleared.
/// </summary>
public sealed unsafe class Parameter
{
    private readonly PinnedFloats _values;
    private readonly PinnedFloats _gradient;
    private readonly int[] _shape;
    private readonly int _start;

    /// <summary>A parameter whose values and gradient are zero.</summary>
    /// <param name="name">Its name; unique among those that are trained together.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="decays">Whether weight decay applies to it. By custom it does not to biases and to LayerNorm.</param>
    /// <exception cref="ArgumentException">The name is empty, or a dimension is not positive.</exception>
    public Parameter(string name, ReadOnlySpan<int> shape, bool decays = true)
        : this(name, shape, decays, new PinnedFloats(CountOf(shape)), 0)
    {
    }

    /// <summary>A parameter whose values are some of an array's.</summary>
    internal Parameter(string name, ReadOnlySpan<int> shape, bool decays, PinnedFloats values, int start)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Count = CountOf(shape);
        Decays = decays;
        _shape = shape.ToArray();
        _values = values;
        _start = start;
        _gradient = new PinnedFloats(Count);
    }

    /// <summary>Its name, as in the state dict of the checkpoint.</summary>
    public string Name { get; }

    /// <summary>Its shape; the last axis is the fastest.</summary>
    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>Number of values.</summary>
    public int Count { get; }

    /// <summary>Whether weight decay applies to it.</summary>
    public bool Decays { get; }

    /// <summary>
    /// The values, last axis fastest. Taking this span says that they may change: the next call of the embedder lays them out
    /// for its kernels again. Take it anew after a call rather than keep it.
    /// </summary>
    public Span<float> Value
    {
        get
        {
            Version++;
            return _values.Span.Slice(_start, Count);
        }
    }

    /// <summary>The gradient, in the order of the values.</summary>
    public Span<float> Gradient => _gradient.Span;

    /// <summary>Rises when the values may have changed.</summary>
    internal long Version { get; private set; }

    /// <summary>The values for readers.</summary>
    internal ReadOnlySpan<float> Current => _values.Span.Slice(_start, Count);

    internal float* ValuePointer => _values.Pointer + _start;

    internal float* GradientPointer => _gradient.Pointer;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} [{string.Join(", ", _shape)}]";

    private static int CountOf(ReadOnlySpan<int> shape)
    {
        int count = 1;
        foreach (int length in shape)
        {
            if (length < 1)
            {
                throw new ArgumentException($"A dimension of a parameter is at least 1; found {length}.", nameof(shape));
            }

            count = checked(count * length);
        }

        return count;
    }
}
