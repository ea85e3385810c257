using System.Globalization;

namespace BertGen.Bulk.Input;

/// <summary>Where a row stands, for messages.</summary>
/// <param name="File">The path of the file.</param>
/// <param name="Unit">What a row is called there.</param>
/// <param name="Row">Its number there, from 0.</param>
internal readonly record struct RowPlace(string File, string Unit, long Row)
{
    /// <summary>The file with the number of the row, from 1 as editors count.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}: {Unit} {Row + 1}");
}
