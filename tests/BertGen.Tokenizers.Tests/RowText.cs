using System.Text;
using System.Text.Json;
using BertGen.Text.Tokenizers;

namespace BertGen.Tokenizers.Tests;

/// <summary>Rows and recorded values as texts that tests compare.</summary>
internal static class RowText
{
    /// <summary>Whole numbers with spaces between them; null is "-".</summary>
    public static string Of(JsonElement values) => string.Join(' ', values.EnumerateArray()
        .Select(value => value.ValueKind == JsonValueKind.Null ? "-" : value.ValueKind == JsonValueKind.Array ? Of(value) : value.GetRawText()));

    /// <summary>The ids of a row.</summary>
    public static string Ids(TokenRow row) => string.Join(' ', row.Ids.ToArray());

    /// <summary>The token types of a row.</summary>
    public static string TypeIds(TokenRow row) => string.Join(' ', row.TypeIds.ToArray());

    /// <summary>The words of a row.</summary>
    public static string WordIds(TokenRow row) => string.Join(' ', row.WordIds.ToArray().Select(NumberOrNone));

    /// <summary>The sequences of a row.</summary>
    public static string SequenceIds(TokenRow row) => string.Join(' ', row.SequenceIds.ToArray().Select(id => NumberOrNone(id)));

    /// <summary>1 for special tokens of the template, 0 for others.</summary>
    public static string SpecialMask(TokenRow row) =>
        string.Join(' ', Enumerable.Range(0, row.Count).Select(position => row.IsSpecial(position) ? 1 : 0));

    /// <summary>0 for padding, 1 for others.</summary>
    public static string Mask(TokenRow row) =>
        string.Join(' ', Enumerable.Range(0, row.Count).Select(position => row.IsPadding(position) ? 0 : 1));

    /// <summary>Offsets in code points.</summary>
    /// <param name="row">The row.</param>
    /// <param name="textOf">The text that a position belongs to.</param>
    public static string Offsets(TokenRow row, Func<int, string> textOf)
    {
        var text = new StringBuilder();
        for (int i = 0; i < row.Count; i++)
        {
            TextRange range = row.Offsets[i];
            string source = row.SequenceIds[i] < 0 ? string.Empty : textOf(i);
            text.Append(i > 0 ? " " : string.Empty)
                .Append(CodePointsBefore(source, range.Start)).Append(' ').Append(CodePointsBefore(source, range.End));
        }

        return text.ToString();
    }

    private static string NumberOrNone(int value) => value < 0 ? "-" : value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static int CodePointsBefore(string text, int end) => text.AsSpan(0, end).ToString().EnumerateRunes().Count();
}
