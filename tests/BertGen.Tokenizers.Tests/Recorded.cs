using System.Collections.Concurrent;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using BertGen.Text.Tokenizers;

namespace BertGen.Tokenizers.Tests;

/// <summary>The recorded tokenizers, unpacked once for all tests of a run.</summary>
internal static class Recorded
{
    private static readonly ConcurrentDictionary<string, Lazy<TextTokenizer>> Tokenizers = new();
    private static readonly Lazy<string> Unpacked = new(Unpack);
    private static readonly Lazy<string[]> AllTexts = new(ReadTexts);

    /// <summary>The folder of the recorded files.</summary>
    public static string Folder => Unpacked.Value;

    /// <summary>The texts that cases refer to by their numbers.</summary>
    public static string[] Texts => AllTexts.Value;

    /// <summary>The cases of the index, by their names.</summary>
    public static IReadOnlyList<string> CaseNames { get; } = ReadCaseNames();

    /// <summary>The folder of the tokenizer of a case.</summary>
    public static string FolderOf(string caseName) => Path.Combine(Folder, "folders", caseName);

    /// <summary>The tokenizer of a case, loaded once.</summary>
    public static TextTokenizer TokenizerOf(string caseName) =>
        Tokenizers.GetOrAdd(caseName, name => new Lazy<TextTokenizer>(() => TextTokenizer.Load(FolderOf(name)))).Value;

    /// <summary>What was recorded with a case.</summary>
    public static JsonElement CaseOf(string caseName) => ReadJson(Path.Combine("cases", $"{caseName}.json"));

    /// <summary>A recorded file.</summary>
    public static JsonElement ReadJson(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name)));
        return document.RootElement.Clone();
    }

    /// <summary>What was recorded of every single code point.</summary>
    public static JsonElement ReadCharacters()
    {
        using var stream = new GZipStream(File.OpenRead(FileOf("characters.json.gz")), CompressionMode.Decompress);
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }

    private static string FileOf(string name) => Path.Combine(AppContext.BaseDirectory, "tokenizers", name);

    private static string Unpack()
    {
        string folder = Directory.CreateTempSubdirectory("bertgen-tokenizers-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        using var stream = new BrotliStream(File.OpenRead(FileOf("recorded.tar.br")), CompressionMode.Decompress);
        TarFile.ExtractToDirectory(stream, folder, overwriteFiles: false);
        return folder;
    }

    private static string[] ReadTexts() =>
        [.. ReadJson("texts.json").GetProperty("texts").EnumerateArray().Select(text => text.GetString()!)];

    private static string[] ReadCaseNames() =>
        [.. ReadJson("index.json").GetProperty("cases").EnumerateArray().Select(item => item.GetProperty("name").GetString()!)];
}
