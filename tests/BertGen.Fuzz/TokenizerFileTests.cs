using BertGen.Fuzz.Build;
using BertGen.Tests.Checkpoints;
using BertGen.Text;
using BertGen.Text.Tokenizers;
using BertGen.Tokenizers.Tests;
using Xunit.Abstractions;

namespace BertGen.Fuzz;

/// <summary>
/// The files of recorded tokenizers, damaged: each is read, and encodes and decodes texts, or is refused with the typed exception. What is allocated
/// for a folder is bounded by the size of its files.
/// </summary>
public sealed class TokenizerFileTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>Bytes allocated for one of the files, everything that is thrown away again included.</summary>
    private const int MostPerByte = 16;

    /// <summary>Tables and buffers that every tokenizer has.</summary>
    private const int Always = 1 << 20;

    /// <summary>Larger files are read the same way, and slower.</summary>
    private const int LargestSeed = 400_000;

    private static readonly string[] Texts = ["", "How far is it?", "größe  東京\t[SEP] <s> 12.5 e\u0301 \ud83d\ude00\u200d\ud83d\ude00 \u0000\ud800", new('a', 300)];

    private readonly TemporaryFolder _folder = new();
    private int _loaded;
    private int _refused;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tokenizer.json")]
    [InlineData("tokenizer_config.json")]
    [InlineData("special_tokens_map.json")]
    [InlineData("added_tokens.json")]
    [InlineData("sentencepiece.bpe.model")]
    [InlineData("spiece.model")]
    [InlineData("vocab.json")]
    [InlineData("merges.txt")]
    [InlineData("vocab.txt")]
    public void AFile(string name)
    {
        output.WriteLine($"seed {FuzzBudget.Seed}, {FuzzBudget.InputsPerReader} inputs");
        string[] folders =
        [
            .. Directory.GetDirectories(Path.Combine(Recorded.Folder, "folders")).Order(StringComparer.Ordinal)
                .Where(folder => new FileInfo(Path.Combine(folder, name)) is { Exists: true, Length: < LargestSeed }),
        ];
        Assert.NotEmpty(folders);
        var random = new Random(FuzzBudget.Seed);
        for (int i = 0; i < FuzzBudget.InputsPerReader; i++)
        {
            string folder = folders[i % folders.Length];
            byte[] seed = File.ReadAllBytes(Path.Combine(folder, name));
            bool isText = Path.GetExtension(name) == ".json";
            Use(folder, name, isText && i % 2 == 0 ? JsonMutation.Apply(seed, random) : Mutation.Apply(seed, random));
        }

        output.WriteLine($"{_loaded} loaded, {_refused} refused");
        Assert.True(_loaded > 0 && _refused > 0, $"{_loaded} loaded, {_refused} refused: one of the two was not tried");
    }

    private void Use(string folder, string name, byte[] content)
    {
        foreach (string old in Directory.GetFiles(_folder.Path))
        {
            File.Delete(old);
        }

        foreach (string file in Directory.GetFiles(folder))
        {
            File.Copy(file, _folder.File(Path.GetFileName(file)));
        }

        File.WriteAllBytes(_folder.File(name), content);
        long size = Directory.GetFiles(_folder.Path).Sum(file => new FileInfo(file).Length);
        Trial.Run(_ => Load(Path.GetFileName(folder), size), content);
    }

    private void Load(string folder, long size)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        TextTokenizer? tokenizer = null;
        try
        {
            tokenizer = TextTokenizer.Load(_folder.Path);
        }
        catch (Exception e) when (e is TokenizerException or VocabularyException)
        {
            _refused++;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated <= (MostPerByte * size) + Always, $"{allocated} bytes were allocated for the {size} bytes of {folder}");
        if (tokenizer is null)
        {
            return;
        }

        _loaded++;
        foreach (string text in Texts)
        {
            try
            {
                tokenizer.Decode(tokenizer.Encode(text).Ids);
                tokenizer.EncodePair(text, Texts[1], new EncodingOptions { MaxLength = 12 });
            }
            catch (TokenizerException)
            {
                // A text for which the damaged tokenizer has no token, as the message says.
            }
        }
    }
}
