using System.ComponentModel;
using BertGen.Training;

namespace BertGen.Engine;

/// <summary>A LayerNorm whose weights are trained.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class TrainedNorm : ITrainedWeights
{
    private readonly NormWeights _weights;

    internal TrainedNorm(in NormWeights weights, NormParameters parameters)
    {
        _weights = weights;
        Parameters = parameters;
    }

    /// <inheritdoc/>
    long ITrainedWeights.Version => Parameters.Weight.Version + (Parameters.Bias?.Version ?? 0);

    internal NormParameters Parameters { get; }

    /// <inheritdoc/>
    void ITrainedWeights.Refresh()
    {
        Parameters.Weight.Current.CopyTo(new Span<float>(_weights.Weight, _weights.Width));
        Parameters.Bias?.Current.CopyTo(new Span<float>(_weights.Bias, _weights.Width));
    }
}
