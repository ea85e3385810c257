namespace BertGen.Generator.Configuration;

/// <summary>How queries and keys are turned by their positions.</summary>
/// <param name="Theta">Base of the frequencies, as the file has it, with a point or an exponent.</param>
/// <param name="Type">How long texts are scaled: <c>default</c> (not at all), <c>linear</c>, <c>ntk</c>, or <c>dynamic</c> (not at all, up to the positions that the config has).</param>
/// <param name="Factor">By how much.</param>
internal sealed record RotaryRule(string Theta, string Type = RotaryRule.Plain, string Factor = "1.0")
{
    public const string Plain = "default";
    public const string Linear = "linear";
    public const string Ntk = "ntk";

    /// <summary>Beyond the positions of the config, theta depends on the longest text of a batch; such texts are not taken.</summary>
    public const string Dynamic = "dynamic";

    /// <summary>Whether frequencies are others than theta makes.</summary>
    public bool IsScaled => Type != Plain;

    public override string ToString() => $"theta {Theta}{(IsScaled ? $", {Type} {Factor}" : "")}";
}
