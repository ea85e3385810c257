#if REAL_LIBRARY
using System.IO.Compression;
using System.Text.Json;
using BertGen.Text.Tokenizers;

namespace BertGen.Tokenizers.Tests;

/// <summary>
/// Beside the real library, on texts that nobody recorded: some hundreds for each folder, or more than a million in all with
/// <c>BERTGEN_FUZZ=full</c>.
/// </summary>
public sealed class RealLibraryTests
{
    private static readonly int TextCount = Environment.GetEnvironmentVariable("BERTGEN_FUZZ") == "full" ? 50_000 : 250;
    private static readonly Lazy<string[]> Definitions = new(ReadDefinitions);

    /// <summary>Folders whose <c>tokenizer.json</c> is what the library runs, whatever class they name.</summary>
    public static TheoryData<string> Folders =>
    [
        "wp-bert-lower", "wp-bert-cased", "wp-added", "wp-added-cased", "wp-all-off", "wp-no-clean", "wp-mpnet", "uni-xlmr-saved", "uni-minilm",
        "uni-byte-fallback", "uni-metaspace-always-split", "uni-added-first", "uni-t5-saved", "bpe-roberta-prefix", "bpe-modernbert", "bpe-qwen",
        "bpe-gemma", "bpe-clip", "bpe-no-unk", "bpe-fuse-unk", "parts-nfd-lower-strip", "parts-nfkd-punctuation", "parts-nfkc-whitespacesplit",
    ];

    [Theory]
    [MemberData(nameof(Folders))]
    public void RandomAndRealTexts_HaveTheIdsOfTheLibrary(string name)
    {
        TextTokenizer tokenizer = Recorded.TokenizerOf(name);
        using var library = new global::Tokenizers.DotNet.Tokenizer(Path.Combine(Recorded.FolderOf(name), "tokenizer.json"));
        int step = Math.Max(1, Definitions.Value.Length / TextCount);
        IEnumerable<string> definitions = Definitions.Value.Where((_, i) => i % step == 0).Take(TextCount);
        foreach (string text in RandomTexts.Of($"{name}, beside the library", TextCount).Concat(definitions))
        {
            // The binding ends a text at its first zero.
            string given = text.Replace('\0', ' ');
            int[] expected = [.. library.Encode(given).Select(id => (int)id)];
            int[] ids = tokenizer.Encode(given).Ids.ToArray();
            Assert.True(expected.SequenceEqual(ids), $"{name}: {JsonSerializer.Serialize(given)}:\nexpected {string.Join(' ', expected)}\ngot      {string.Join(' ', ids)}");
        }
    }

    private static string[] ReadDefinitions()
    {
        const int DefinitionColumn = 4;
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "synsets.tsv.gz")), CompressionMode.Decompress));
        var definitions = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            definitions.Add(line.Split('\t')[DefinitionColumn]);
        }

        return [.. definitions];
    }
}
#endif
