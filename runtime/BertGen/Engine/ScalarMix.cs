using System.Numerics.Tensors;
using BertGen.Common.Numbers;
using BertGen.Training;

namespace BertGen;

/// <summary>
/// A learned scalar mix: <c>gamma * sum over layers k of softmax(weights)[k] * layer k</c>. Weights start at 0, gamma at 1.
/// </summary>
/// <remarks>A call takes the values as they are when it begins. Changing them during a call in another thread is not torn per layer,
/// but which values that call sees is not defined.</remarks>
public sealed class ScalarMix
{
    private readonly PinnedFloats _weights;
    private readonly PinnedFloats _gamma = new(1);
    private Parameter[]? _parameters;

    /// <summary>A mix of <paramref name="layerCount"/> layers with equal weights and gamma 1.</summary>
    /// <param name="layerCount">Number of layers, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="layerCount"/> is below 1.</exception>
    public ScalarMix(int layerCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layerCount, 1);
        _weights = new PinnedFloats(layerCount);
        Gamma = 1f;
    }

    /// <summary>One weight per layer, bottom layer first, before softmax.</summary>
    /// <exception cref="ArgumentException">Set to another number of values than there are layers.</exception>
    public Span<float> Weights
    {
        get => _weights.Span;
        set
        {
            if (value.Length != _weights.Count)
            {
                throw new ArgumentException($"The mix has {_weights.Count} layers, one weight each; found {value.Length} weights.", nameof(value));
            }

            value.CopyTo(_weights.Span);
        }
    }

    /// <summary>The common factor.</summary>
    public float Gamma
    {
        get => _gamma.Span[0];
        set => _gamma.Span[0] = value;
    }

    /// <summary>The mix as parameters, for training: their values are the mix's own.</summary>
    /// <returns>The weight of every layer, [1] each, and gamma, [1]; weight decay applies to none.</returns>
    public IReadOnlyList<Parameter> Parameters => _parameters ??=
    [
        .. Enumerable.Range(0, _weights.Count).Select(layer => new Parameter($"{Prefix}scalar_parameters.{layer}", [1], decays: false, _weights, layer)),
        new Parameter(Prefix + "gamma", [1], decays: false, _gamma, 0),
    ];

    /// <summary>What the names of its tensors begin with.</summary>
    internal const string Prefix = "_scalar_mix.";

    /// <summary>Writes <c>gamma * softmax(weights)</c>, the factor of each layer.</summary>
    internal void CopyFactors(Span<float> destination)
    {
        Span<double> softmax = stackalloc double[_weights.Count];
        Softmax(softmax);
        for (int k = 0; k < softmax.Length; k++)
        {
            destination[k] = (float)(Gamma * softmax[k]);
        }
    }

    /// <summary>Adds to the gradients of the parameters.</summary>
    /// <param name="factors">Gradient of the factor of each layer.</param>
    internal void AddGradient(ReadOnlySpan<double> factors)
    {
        Span<double> softmax = stackalloc double[_weights.Count];
        Softmax(softmax);
        double mean = 0;
        for (int k = 0; k < softmax.Length; k++)
        {
            mean += softmax[k] * factors[k];
        }

        for (int k = 0; k < softmax.Length; k++)
        {
            Parameters[k].Gradient[0] += (float)(Gamma * softmax[k] * (factors[k] - mean));
        }

        Parameters[softmax.Length].Gradient[0] += (float)mean;
    }

    private void Softmax(Span<double> softmax)
    {
        float largest = TensorPrimitives.Max(Weights);
        double sum = 0;
        for (int k = 0; k < softmax.Length; k++)
        {
            softmax[k] = StableMath.Exp(Weights[k] - (double)largest);
            sum += softmax[k];
        }

        for (int k = 0; k < softmax.Length; k++)
        {
            softmax[k] /= sum;
        }
    }
}
