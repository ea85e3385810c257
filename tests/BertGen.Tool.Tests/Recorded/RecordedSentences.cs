using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace BertGen.Tool.Tests.Recorded;

/// <summary>What sentence-transformers does with model folders, recorded: unpacked once for all tests of a run.</summary>
internal static class RecordedSentences
{
    private static readonly Lazy<string> Sentences = new(() => Unpack("recorded.tar.br"));
    private static readonly Lazy<string> Cases = new(() => Unpack("cases.tar.br"));

    /// <summary>The folder of the recorded pipelines.</summary>
    public static string Folder => Sentences.Value;

    /// <summary>The folder of the inputs of public reports.</summary>
    public static string CaseFolder => Cases.Value;

    /// <summary>The cases of the index.</summary>
    public static IReadOnlyList<JsonElement> Index { get; } = [.. ReadJson(Path.Combine(Folder, "index.json")).GetProperty("cases").EnumerateArray()];

    /// <summary>A JSON file.</summary>
    public static JsonElement ReadJson(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }

    private static string Unpack(string name)
    {
        string folder = Directory.CreateTempSubdirectory("bertgen-sentences-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        using var stream = new BrotliStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "sentence", name)), CompressionMode.Decompress);
        TarFile.ExtractToDirectory(stream, folder, overwriteFiles: false);
        return folder;
    }
}
