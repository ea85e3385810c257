using System.Globalization;
using System.Text;
using BertGen.Text;

namespace BertGen.Tests.Text;

/// <summary>Texts that nobody writes, and machines set up in other ways.</summary>
public class HostileTextTests
{
    private const int Megabyte = 1 << 20;
    private static readonly BasicTokenizer Lower = new();
    private static readonly Vocabulary Pieces = Vocabulary.Load(TestFiles.Golden("vocab-uncased.txt"));

    [Fact]
    public void Unpaired_surrogates_are_removed_from_texts()
    {
        Assert.Equal(["ab", "c"], Lower.Tokenize("a\uD800b \uDC00c\uD83D"));
        Assert.Equal(["\U0001F600"], Lower.Tokenize("\uDE00\U0001F600\uD83D"));
    }

    [Fact]
    public void Unpaired_surrogates_in_given_words_are_unknown()
    {
        BertIndexer<SmallModel> indexer = new(Pieces);
        Assert.Equal([12, 11, 905, 13], indexer.IndexTokens([["A\uD800", "the"]]).InputIds.ToArray());
    }

    [Fact]
    public void Null_characters_are_removed() => Assert.Equal(["ab", "c"], Lower.Tokenize("a\0b\0 \0 c"));

    [Theory]
    [InlineData("a")]
    [InlineData("\u00E9")]
    [InlineData("\u0301\u0323")]
    [InlineData("\u302E\U00016FF0")]
    [InlineData("\u03A3")]
    [InlineData("\uAC01")]
    [InlineData("A\u4E2D")]
    [InlineData("!")]
    [InlineData("[")]
    [InlineData("\uD800")]
    [InlineData("\U00010400")]
    [InlineData("a\0")]
    public void A_megabyte_without_white_space_is_one_more_text(string unit)
    {
        string text = new StringBuilder().Insert(0, unit, Megabyte / unit.Length).ToString();
        using PieceBuffer pieces = new BertIndexer<SmallModel>(Pieces).Encode([text, "the"]);
        Assert.Equal([12, 905, 13], pieces.Ids[^3..].ToArray());
        string[] words = Lower.Tokenize(text);
        Assert.Equal(words, Lower.Tokenize(string.Join(' ', words)));
    }

    [Fact]
    public void Ideographs_beside_long_words_stand_alone()
    {
        string letters = new('a', 5000);
        Assert.Equal([letters, "\u4E2D", letters], Lower.Tokenize($"{letters}\u4E2D{letters}"));
        BasicTokenizer together = new(new BasicTokenizerOptions { SplitChineseCharacters = false });
        Assert.Equal(["a\u4E2Da"], together.Tokenize("a\u4E2Da"));
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("lt-LT")]
    [InlineData("")]
    public void The_culture_of_the_thread_changes_nothing(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = Culture(culture);
        try
        {
            Assert.Equal(["istanbul", "i", "diyarbakır", "xii", "ı"], Lower.Tokenize("İSTANBUL I Diyarbakır XII ı"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>The culture, or one of that name without data, where globalization is invariant.</summary>
    private static CultureInfo Culture(string name)
    {
        try
        {
            return CultureInfo.GetCultureInfo(name);
        }
        catch (CultureNotFoundException)
        {
            return CultureInfo.InvariantCulture;
        }
    }
}
