using BertGen.Bulk.Input.Lines;

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
        _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.Format, "There is no such format."),
    };

    /// <summary>The format that the end of a name says; null where it says none.</summary>
    public static InputFormat? FormatOf(string path) => Path.GetExtension(Compression.NameWithin(path)).ToLowerInvariant() switch
    {
        ".jsonl" or ".ndjson" => InputFormat.JsonLines,
        ".txt" or ".text" => InputFormat.Text,
        _ => null,
    };
}
