namespace BertGen;

/// <summary>
/// A learned scalar mix: <c>gamma * sum over layers k of softmax(weights)[k] * layer k</c>. Weights start at 0, gamma at 1.
/// </summary>
/// <remarks>A call takes the values as they are when it begins. Changing them during a call in another thread is not torn per layer,
/// but which values that call sees is not defined.</remarks>
public sealed class ScalarMix
{
    private readonly float[] _weights;

    /// <summary>A mix of <paramref name="layerCount"/> layers with equal weights and gamma 1.</summary>
    /// <param name="layerCount">Number of layers, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="layerCount"/> is below 1.</exception>
    public ScalarMix(int layerCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layerCount, 1);
        _weights = new float[layerCount];
    }

    /// <summary>One weight per layer, bottom layer first, before softmax.</summary>
    /// <exception cref="ArgumentException">Set to another number of values than there are layers.</exception>
    public Span<float> Weights
    {
        get => _weights;
        set
        {
            if (value.Length != _weights.Length)
            {
                throw new ArgumentException($"The mix has {_weights.Length} layers, one weight each; found {value.Length} weights.", nameof(value));
            }

            value.CopyTo(_weights);
        }
    }

    /// <summary>The common factor.</summary>
    public float Gamma { get; set; } = 1f;

    /// <summary>Writes <c>gamma * softmax(weights)</c>, the factor of each layer.</summary>
    internal void CopyFactors(Span<float> destination)
    {
        float largest = float.NegativeInfinity;
        foreach (float weight in _weights)
        {
            largest = MathF.Max(largest, weight);
        }

        double sum = 0;
        for (int k = 0; k < _weights.Length; k++)
        {
            sum += Math.Exp(_weights[k] - (double)largest);
        }

        for (int k = 0; k < _weights.Length; k++)
        {
            destination[k] = (float)(Gamma * Math.Exp(_weights[k] - (double)largest) / sum);
        }
    }
}
