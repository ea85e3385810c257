using System.Globalization;

namespace BertGen.Bulk.Input;

/// <summary>Values of carried columns, which are held as text in one form for each value.</summary>
internal static class ColumnValue
{
    /// <summary>The form of a value that a column of this type has.</summary>
    /// <exception cref="FormatException">The text is no value of the type.</exception>
    public static string Check(BulkColumn column, string text) => column.Type switch
    {
        ColumnType.Int64 when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) => whole.ToString(CultureInfo.InvariantCulture),
        ColumnType.Double when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) => number.ToString("R", CultureInfo.InvariantCulture),
        ColumnType.Boolean when bool.TryParse(text, out bool truth) => truth ? "true" : "false",
        ColumnType.String => text,
        _ => throw new FormatException($"expected {NameOf(column.Type)} as '{column.Name}', found '{text}'"),
    };

    /// <summary>What values of a type are, for messages.</summary>
    public static string NameOf(ColumnType type) => type switch
    {
        ColumnType.Int64 => "a whole number",
        ColumnType.Double => "a number",
        ColumnType.Boolean => "true or false",
        _ => "text",
    };
}
