using BertGen.Bulk.Input.Lines;
using BertGen.Bulk.Input.Tables;

namespace BertGen.Bulk.Input;

/// <summary>Opens input files by their format.</summary>
internal static class InputFiles
{
    /// <summary>A file, which is not opened yet.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="settings">How it is read.</param>
    public static IInputFile Open(string path, InputSettings settings) => settings.Format switch
    {
        InputFormat.Text => new LineFile(path, () => new TextLineParser()),
        InputFormat.JsonLines => new LineFile(path, () => new JsonLineParser(settings)),
        InputFormat.Csv => new LineFile(path, () => new CsvParser(settings)),
        InputFormat.Parquet or InputFormat.Arrow => new TableFile(path, settings),
        _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.Format, "There is no such format."),
    };

    /// <summary>Whether the end of a name says that tabs stand between values.</summary>
    public static bool IsTabbed(string path) => Compression.NameWithin(path).EndsWith(".tsv", StringComparison.OrdinalIgnoreCase);

    /// <summary>The format that the end of a name says; null where it says none.</summary>
    public static InputFormat? FormatOf(string path) => Path.GetExtension(Compression.NameWithin(path)).ToLowerInvariant() switch
    {
        ".jsonl" or ".ndjson" => InputFormat.JsonLines,
        ".csv" or ".tsv" => InputFormat.Csv,
        ".parquet" => InputFormat.Parquet,
        ".arrow" or ".arrows" or ".feather" => InputFormat.Arrow,
        ".txt" or ".text" => InputFormat.Text,
        _ => null,
    };
}
