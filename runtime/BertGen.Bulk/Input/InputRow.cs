namespace BertGen.Bulk.Input;

/// <summary>A row of the input: a text with its carried values, or what is wrong with it.</summary>
/// <param name="Number">Its number in the run, from 0: malformed rows count.</param>
/// <param name="Text">The text; null where the row is malformed.</param>
/// <param name="Values">A value for each carried column, as text.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Problem">Where the row is and what is wrong with it; null where nothing is.</param>
internal readonly record struct InputRow(long Number, string? Text, string?[] Values, RowPlace Place, string? Problem)
{
    /// <summary>A row that is malformed.</summary>
    public static InputRow Malformed(long number, RowPlace place, string reason) => new(number, null, [], place, $"{place}: {reason}.");
}
