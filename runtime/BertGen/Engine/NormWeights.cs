using System.ComponentModel;

namespace BertGen.Engine;

/// <summary>Weight and bias of a LayerNorm, or of an RMSNorm, which subtracts no mean.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct NormWeights
{
    internal NormWeights(float* weight, float* bias, int width, bool isRms = false)
    {
        IsRms = isRms;
        Weight = weight;
        Bias = bias;
        Width = width;
    }

    /// <summary>Values in a row.</summary>
    public int Width { get; }

    /// <summary>Whether no mean is subtracted.</summary>
    internal bool IsRms { get; }

    internal float* Weight { get; }

    /// <summary>Zeros where it has no bias.</summary>
    internal float* Bias { get; }
}
