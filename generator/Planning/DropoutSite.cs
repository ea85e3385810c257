using BertGen.Generator.Common;

namespace BertGen.Generator.Planning;

/// <summary>A place where a training step drops values.</summary>
/// <param name="Rate">How often.</param>
/// <param name="Number">Which place of its layer, or of the model outside the layers.</param>
internal sealed record DropoutSite(DropoutRate Rate, int Number)
{
    /// <summary>Places in a layer: softmax, attention output, output.</summary>
    public const int PerLayer = 3;

    public override string ToString() => $"{Rate.ToString().ToLowerInvariant()} dropout {NumberText.Plain(Number)}";
}

/// <summary>The rates that a config has.</summary>
internal enum DropoutRate
{
    Hidden,
    Attention,
}
