using System.IO.Compression;
using System.Text;
using ReverseDictionary;

namespace BertGen.ReverseDictionary.Tests;

public sealed class SynsetFileTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Columns_are_found_by_name_and_words_are_joined()
    {
        Assert.Equal(
            [new Synset("puppy, whelp", "young dog")],
            Parse("definition\tid\tlemmas\nyoung dog\tn1\tpuppy|whelp\n"));
    }

    [Theory]
    [InlineData("", "line 1: expected the names of the columns")]
    [InlineData("lemmas\tmeaning\n", "line 1: expected the names of the columns")]
    [InlineData("lemmas\tdefinition\n", "at least one row")]
    [InlineData("lemmas\tdefinition\na\tb\nc\n", "line 3: expected 2 columns, found 1")]
    [InlineData("lemmas\tdefinition\na\tb\tc\n", "line 2: expected 2 columns, found 3")]
    [InlineData("lemmas\tdefinition\na\t\n", "line 2: expected 'lemmas' and 'definition', found an empty one")]
    public void A_broken_table_is_told_with_its_line(string text, string expected)
    {
        UserException e = Assert.Throws<UserException>(() => Parse(text));

        Assert.StartsWith("file.tsv", e.Message);
        Assert.Contains(expected, e.Message);
    }

    [Fact]
    public void A_compressed_table_reads_as_a_plain_one()
    {
        using (var gzip = new GZipStream(File.Create(_sandbox.Data), CompressionLevel.Fastest))
        {
            gzip.Write("lemmas\tdefinition\na\tb\n"u8);
        }

        Assert.Equal([new Synset("a", "b")], SynsetFile.Read(_sandbox.Data));
    }

    [Fact]
    public void A_damaged_archive_or_text_is_told_with_its_path()
    {
        File.WriteAllBytes(_sandbox.Data, [0x1F, 0x8B, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
        Assert.StartsWith($"{_sandbox.Data} cannot be read", Assert.Throws<UserException>(() => SynsetFile.Read(_sandbox.Data)).Message);

        File.WriteAllBytes(_sandbox.Data, [.. Encoding.UTF8.GetBytes(Sandbox.Header), 0xFF, 0xFE]);
        Assert.StartsWith($"{_sandbox.Data} cannot be read", Assert.Throws<UserException>(() => SynsetFile.Read(_sandbox.Data)).Message);

        Assert.Throws<UserException>(() => SynsetFile.Read(Path.Combine(_sandbox.Data, "nowhere")));
    }

    [Fact]
    public void The_bundled_table_is_whole()
    {
        Synset[] synsets = SynsetFile.Read(Path.Combine(AppContext.BaseDirectory, "wordnet-mini", "data", "synsets.tsv.gz"));

        Assert.Equal(117_659, synsets.Length);
        Assert.Contains(new Synset("acrophobia", "a morbid fear of great heights"), synsets);
    }

    private static Synset[] Parse(string text) => SynsetFile.Parse(new StringReader(text), "file.tsv");
}
