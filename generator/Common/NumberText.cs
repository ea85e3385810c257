using System.Globalization;

namespace BertGen.Generator.Common;

/// <summary>Numbers as text, the same on every machine that compiles.</summary>
internal static class NumberText
{
    /// <summary>An integer with commas between thousands, for people.</summary>
    public static string Grouped(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>An integer, for code.</summary>
    public static string Plain(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The number as it was written, as near as a double can tell.</summary>
    public static string Plain(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The shortest C# literal that is exactly this number, whatever runtime the compiler runs on.</summary>
    public static string Literal(float value)
    {
        for (int digits = 6; digits < 9; digits++)
        {
            string text = value.ToString("G" + Plain(digits), CultureInfo.InvariantCulture);
            if (float.Parse(text, CultureInfo.InvariantCulture) == value)
            {
                return text + "f";
            }
        }

        return value.ToString("G9", CultureInfo.InvariantCulture) + "f";
    }

    /// <summary>A count of operations in the unit that keeps it short: <c>2.65 M</c>.</summary>
    public static string Scaled(long value)
    {
        (double scaled, string unit) = value switch
        {
            >= 1_000_000_000 => (value / 1e9, "G"),
            >= 1_000_000 => (value / 1e6, "M"),
            >= 1_000 => (value / 1e3, "k"),
            _ => (value, ""),
        };
        return scaled.ToString("0.##", CultureInfo.InvariantCulture) + " " + unit;
    }
}
