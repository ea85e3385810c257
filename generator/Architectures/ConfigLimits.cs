using System.Globalization;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Json;

namespace BertGen.Generator.Architectures;

/// <summary>What the numbers of a config may be in every family.</summary>
internal static class ConfigLimits
{
    // Far above any encoder, and low enough that products of two sizes fit in 64 bits.
    public const int MostRows = 1 << 24;
    public const int MostColumns = 1 << 18;
    public const int MostLayers = 1 << 10;

    /// <summary>A probability of dropout.</summary>
    public static double Probability(KeyReader keys, JsonObject root, string key, string fallback = "0.1")
    {
        string text = keys.Number(root, key, fallback, static value => value >= 0 && (float)value < 1, "at least 0 and below 1");
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : 0;
    }

    /// <summary>What a LayerNorm adds to the variance, as the file has it.</summary>
    public static string Epsilon(KeyReader keys, JsonObject root, string key, string fallback = "1e-12") => Positive(keys, root, key, fallback);

    /// <summary>A positive number, as the file has it.</summary>
    public static string Positive(KeyReader keys, JsonObject root, string key, string fallback) =>
        AsReal(keys.Number(root, key, fallback, IsPositiveFloat, "a positive number that a 32-bit float can hold"));

    // Without a point or an exponent, C# takes it for an integer, which ends at 64 bits.
    private static string AsReal(string number) => number.IndexOfAny(['.', 'e', 'E']) < 0 ? number + ".0" : number;

    private static bool IsPositiveFloat(double value) => (float)value > 0 && !float.IsInfinity((float)value);
}
