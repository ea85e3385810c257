using BertGen.Text;

namespace BertGen.Tests.Text;

public class VocabularyTests
{
    [Fact]
    public void It_is_found_in_a_folder_as_a_file_and_beside_weights()
    {
        string file = TestFiles.WordNetMini("vocab.txt");
        string folder = Path.GetDirectoryName(file)!;
        foreach (string path in new[] { file, folder, Path.Combine(folder, "model.safetensors") })
        {
            Vocabulary vocabulary = Vocabulary.Load(path);
            Assert.Equal(9000, vocabulary.IdCount);
            Assert.Equal(file, vocabulary.Path);
        }
    }

    [Theory]
    [InlineData("no-such-folder/vocab.txt")]
    [InlineData("no-such-folder/model.safetensors")]
    public void A_missing_file_is_named(string path)
    {
        var exception = Assert.Throws<VocabularyException>(() => Vocabulary.Load(path));
        Assert.Equal(Path.Combine("no-such-folder", "vocab.txt"), exception.Path);
        Assert.Contains("no-such-folder", exception.Message);
    }

    [Fact]
    public void A_missing_folder_is_told_with_the_places_it_could_be_in()
    {
        var exception = Assert.Throws<VocabularyException>(() => Vocabulary.Load("models/none"));
        Assert.Equal(Path.Combine("models", "none", "vocab.txt"), exception.Path.Replace('/', Path.DirectorySeparatorChar));
        Assert.Contains(Path.GetFullPath("models/none"), exception.Message);
        Assert.Contains("A build copies the models", exception.Message);
    }

    [Fact]
    public void A_pointer_of_Git_LFS_is_no_vocabulary()
    {
        var exception = Assert.Throws<VocabularyException>(() => Vocabulary.Parse("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 4\n"u8, "v"));
        Assert.Contains("expected one word piece a line, found a pointer of Git LFS", exception.Message);
    }

    [Fact]
    public void A_byte_that_is_not_utf8_is_named_by_its_offset()
    {
        var exception = Assert.Throws<VocabularyException>(() => Vocabulary.Parse("ab\n\u00E9"u8.ToArray().AsSpan(..4), "v"));
        Assert.Contains("0xC3 at offset 3", exception.Message);
    }

    [Fact]
    public void Pieces_that_differ_only_by_their_mark_have_their_own_ids()
    {
        Vocabulary vocabulary = Vocabulary.Parse("[UNK]\na\n##a\n##\n####\n##aa"u8, "v");
        var tokenizer = new WordPieceTokenizer(vocabulary);
        Assert.Equal([1], tokenizer.Tokenize("a"));
        Assert.Equal([1, 2], tokenizer.Tokenize("aa"));
        Assert.Equal([1, 5], tokenizer.Tokenize("aaa"));
        Assert.Equal([1, 5, 2], tokenizer.Tokenize("aaaa"));

        // Spelled out at the start of a word, a marked piece is a piece like any other.
        Assert.Equal([5, 2], tokenizer.Tokenize("##aaa"));
        Assert.Equal([3], tokenizer.Tokenize("##"));
        Assert.Equal([0], tokenizer.Tokenize("b"));
    }

    [Fact]
    public void Every_piece_of_a_large_vocabulary_is_found_and_nothing_else()
    {
        string[] pieces = [.. Enumerable.Range(0, 40_000).Select(i => (i % 3 == 0 ? "##" : "") + Convert.ToString(i, 8))];
        Vocabulary vocabulary = Vocabulary.Parse(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', pieces)), "v");
        for (int id = 0; id < pieces.Length; id++)
        {
            Assert.True(vocabulary.TryGetId(pieces[id], out int found));
            Assert.Equal(id, found);
            Assert.False(vocabulary.TryGetId(pieces[id] + "x", out _));
        }
    }

    [Fact]
    public void An_empty_file_holds_no_pieces() => Assert.Equal(0, Vocabulary.Parse([], "v").IdCount);
}
