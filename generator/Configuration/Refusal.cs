namespace BertGen.Generator.Configuration;

/// <summary>What a config asks for that its family does not compute.</summary>
/// <param name="Key">The key.</param>
/// <param name="Found">What it says.</param>
/// <param name="Supported">What would be computed.</param>
internal sealed record Refusal(string Key, string Found, string Supported);
