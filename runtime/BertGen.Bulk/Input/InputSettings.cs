namespace BertGen.Bulk.Input;

/// <summary>How input files are read.</summary>
/// <param name="Format">How the texts lie in them.</param>
/// <param name="TextColumn">The column with the texts; nothing for lines of text.</param>
/// <param name="Columns">The columns that are carried.</param>
/// <param name="Delimiter">What stands between the values of a record of CSV.</param>
/// <param name="SkipMalformed">Whether malformed rows are skipped; otherwise the first one ends the work.</param>
internal sealed record InputSettings(InputFormat Format, string? TextColumn, IReadOnlyList<BulkColumn> Columns, char Delimiter, bool SkipMalformed);
