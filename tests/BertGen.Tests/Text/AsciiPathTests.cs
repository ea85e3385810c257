using BertGen.Text;

namespace BertGen.Tests.Text;

/// <summary>The fast path for ASCII against the path for any text, which it only may replace.</summary>
public class AsciiPathTests
{
    private const int TextCount = 20_000;

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(true, 3)]
    [InlineData(false, 4)]
    [InlineData(false, 5)]
    public void Pieces_and_words_are_those_of_the_general_path(bool lowercase, int seed)
    {
        Vocabulary vocabulary = Vocabulary.Load(
            lowercase && seed > 1 ? TestFiles.WordNetMini("vocab.txt") : TestFiles.Golden($"vocab-{(lowercase ? "uncased" : "cased")}.txt"));
        var pieces = new WordPieceTokenizer(vocabulary);
        var tokenizer = new BasicTokenizer(new BasicTokenizerOptions { Lowercase = lowercase });
        var speller = new AsciiSpeller(tokenizer.Scanner, pieces, vocabulary.ShortPieces);
        var texts = new RandomTexts(seed, [.. vocabulary.Entries.Select(entry => entry.Key)]);
        var difference = new Difference();
        using TextWorkspace work = TextWorkspace.Rent();
        int fast = 0;
        for (int i = 0; i < TextCount; i++)
        {
            string text = texts.Next();
            string[] words = GeneralWords(tokenizer, text, work);
            difference.Check($"words of '{text}'", words, tokenizer.Tokenize(text));

            var found = new List<int>();
            var ends = new List<int>();
            for (int index = 0; index < text.Length;)
            {
                work.Pieces.Clear();
                int stop = speller.Append(text, index, int.MaxValue, work.Pieces);
                fast += stop - index;
                ends.AddRange(work.Pieces.Ends.Written.ToArray().Select(end => found.Count + end));
                found.AddRange(work.Pieces.Values.Written);
                if (stop < text.Length)
                {
                    work.Words.Clear();
                    stop = tokenizer.AppendGeneralToken(text, stop, work);
                    for (int word = 0; word < work.Words.Count; word++)
                    {
                        found.AddRange(pieces.Tokenize(work.Words[word]));
                        ends.Add(found.Count);
                    }
                }

                index = stop;
            }

            int[][] expected = [.. words.Select(word => pieces.Tokenize(word))];
            difference.Check($"pieces of '{text}'", expected.SelectMany(ids => ids), found);
            int end = 0;
            difference.Check($"ends of the words of '{text}'", expected.Select(ids => end += ids.Length), ends);
        }

        difference.AssertNone(3 * TextCount);

        // Else the comparison would be one of the general path with itself.
        Assert.True(fast > 15 * TextCount, $"{fast} characters took the fast path");
    }

    [Theory]
    [InlineData("Foo", "The", "[SEP]")]
    [InlineData("a", " ", "")]
    [InlineData("\u4E2D", "!?", "Z")]
    public void Tokens_that_are_not_split_are_those_of_the_general_path(params string[] neverSplit)
    {
        var texts = new RandomTexts(6, ["foo", "the", "a", "z", "Foo", "!?"]);
        var tokenizer = new BasicTokenizer(new BasicTokenizerOptions { NeverSplit = neverSplit });
        var difference = new Difference();
        using TextWorkspace work = TextWorkspace.Rent();
        for (int i = 0; i < TextCount; i++)
        {
            string text = texts.Next();
            difference.Check($"'{text}'", GeneralWords(tokenizer, text, work), tokenizer.Tokenize(text));
        }

        difference.AssertNone(TextCount);
    }

    /// <summary>Every length around the borders of groups and blocks, as one word and as many.</summary>
    [Fact]
    public void Borders_of_blocks_are_not_seen()
    {
        var tokenizer = new BasicTokenizer();
        var difference = new Difference();
        using TextWorkspace work = TextWorkspace.Rent();
        for (int length = 1; length <= 200; length++)
        {
            string many = string.Concat(Enumerable.Repeat("Ab c,", length))[..length];
            foreach (string text in new[] { new string('a', length), many, many + "\u00E9", many + " \u00E9 " + many })
            {
                difference.Check($"'{text}'", GeneralWords(tokenizer, text, work), tokenizer.Tokenize(text));
            }
        }

        difference.AssertNone(4 * 200);
    }

    [Fact]
    public void Words_without_an_unknown_piece_fail_as_in_the_general_path()
    {
        Vocabulary vocabulary = Vocabulary.Parse("ab\n##c"u8, "v");
        var pieces = new WordPieceTokenizer(vocabulary);
        var speller = new AsciiSpeller(new BasicTokenizer().Scanner, pieces, vocabulary.ShortPieces);
        var words = new RaggedBuffer<int>();
        var exception = Assert.Throws<VocabularyException>(() => speller.Append("ABC abd", 0, int.MaxValue, words));
        Assert.Contains("'abd'", exception.Message);
        words.Dispose();
    }

    private static string[] GeneralWords(BasicTokenizer tokenizer, string text, TextWorkspace work)
    {
        work.Words.Clear();
        for (int index = 0; index < text.Length;)
        {
            index = tokenizer.AppendGeneralToken(text, index, work);
        }

        return [.. Enumerable.Range(0, work.Words.Count).Select(word => work.Words[word].ToString())];
    }
}
