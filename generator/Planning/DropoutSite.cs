using BertGen.Generator.Common;
using BertGen.Generator.Configuration;

namespace BertGen.Generator.Planning;

/// <summary>A place where a training step drops values.</summary>
/// <param name="Rate">How often.</param>
/// <param name="Number">Which place of its layer, or of the model outside the layers.</param>
internal sealed record DropoutSite(DropoutRate Rate, int Number)
{
    /// <summary>Places in a layer: softmax, attention output, output, and in some families what is between the inner products.</summary>
    public static int PerLayer(EncoderConfig config) => config.InnerDropout > 0 ? 4 : 3;

    public override string ToString() => $"{Rate.ToString().ToLowerInvariant()} dropout {NumberText.Plain(Number)}";
}

/// <summary>What a layer drops in training before it adds to its residuals; null for nothing.</summary>
/// <param name="AttentionOutput">Of the product behind the attention.</param>
/// <param name="LayerOutput">Of the last product.</param>
internal sealed record ResidualDropouts(DropoutRate? AttentionOutput, DropoutRate? LayerOutput);

/// <summary>The rates that a config has.</summary>
internal enum DropoutRate
{
    Hidden,
    Attention,
    Inner,
}
