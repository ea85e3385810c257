namespace BertGen.Engine;

/// <summary>Weight and bias of a LayerNorm.</summary>
public readonly unsafe struct NormWeights
{
    internal NormWeights(float* weight, float* bias, int width)
    {
        Weight = weight;
        Bias = bias;
        Width = width;
    }

    /// <summary>Values in a row.</summary>
    public int Width { get; }

    internal float* Weight { get; }

    internal float* Bias { get; }
}
