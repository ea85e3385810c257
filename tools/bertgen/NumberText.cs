using System.Globalization;

namespace BertGen.Tool;

/// <summary>Numbers for people, the same on every machine.</summary>
internal static class NumberText
{
    /// <summary>Bytes in the unit that keeps the number short.</summary>
    public static string Bytes(long bytes) => Scaled(bytes) + "B";

    /// <summary>A count with the prefix that keeps it short: <c>2.65 M</c>.</summary>
    public static string Scaled(long value)
    {
        (double scaled, string prefix) = value switch
        {
            >= 1_000_000_000 => (value / 1e9, "G"),
            >= 1_000_000 => (value / 1e6, "M"),
            >= 1_000 => (value / 1e3, "k"),
            _ => (value, ""),
        };
        return $"{scaled.ToString("0.##", CultureInfo.InvariantCulture)} {prefix}";
    }

    /// <summary>An integer with commas between thousands.</summary>
    public static string Grouped(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
