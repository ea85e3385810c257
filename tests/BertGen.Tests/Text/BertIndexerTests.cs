using System.Text;
using BertGen.Text;

namespace BertGen.Tests.Text;

public class BertIndexerTests
{
    private static readonly byte[] GivenWords = Encoding.UTF8.GetBytes("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nze\nwysoka\nizbe\ncafe\nhello\n,\ndon\n'\nt\nu\n.\ns\n\u6771\n\u4eac\nhello,\n##,");

    private static readonly string VocabularyPath = TestFiles.Golden("vocab-uncased.txt");

    [Fact]
    public void Texts_become_tensors_padded_to_the_longest()
    {
        BertInput<SmallModel> input = BertIndexer<SmallModel>.Load(VocabularyPath).Index("The fox", "", "hello");
        Assert.Equal([3, 4], input.InputIds.Lengths);
        Assert.Equal([12, 905, 908, 13, 12, 13, 0, 0, 12, 918, 13, 0], input.InputIds.ToArray());
        Assert.Equal([3, 2], input.Offsets.Lengths);
        Assert.Equal([1, 2, 0, 0, 1, 0], input.Offsets.ToArray());
        Assert.Equal([1, 1, 0, 0, 1, 0], input.Mask.ToArray());
        Assert.Equal(new int[12], input.TokenTypeIds.ToArray());
    }

    [Fact]
    public void A_batch_without_texts_or_words_has_empty_tensors()
    {
        BertIndexer<SmallModel> indexer = BertIndexer<SmallModel>.Load(VocabularyPath);
        Assert.Equal([0, 0], indexer.Index().InputIds.Lengths);
        BertInput<SmallModel> empty = indexer.IndexTokens([[], []]);
        Assert.Equal([2, 2], empty.InputIds.Lengths);
        Assert.Equal([2, 0], empty.Offsets.Lengths);
        Assert.Equal([2, 0], empty.Mask.Lengths);
    }

    [Fact]
    public void Words_that_are_given_have_one_offset_each()
    {
        BertInput<SmallModel> input = BertIndexer<SmallModel>
            .Load(VocabularyPath, new IndexerOptions { UseStartingOffsets = true })
            .IndexTokens([["The", "unaffable", "fox"], ["[SEP]", "", "a b"]]);
        int[] offsets = input.Offsets.ToArray();
        Assert.Equal([1, 2], offsets[..2]);
        Assert.Equal([1, 2, 2], offsets[3..]);
    }

    [Fact]
    public void Words_that_are_spelled_already_give_what_their_spelling_here_gives()
    {
        BertIndexer<SmallModel> indexer = BertIndexer<SmallModel>.Load(VocabularyPath);
        BertInput<SmallModel> own = indexer.IndexTokens([["the", "unaffable", "fox"], ["[SEP]"]]);
        int[] pieces = [.. own.InputIds.ToArray()[1..]];
        int split = own.Offsets.ToArray()[1];
        BertInput<SmallModel> given = indexer.IndexPieces([[[pieces[0]], pieces[1..split], [pieces[split]]], [[13]]]);
        Assert.Equal(own.InputIds.ToArray(), given.InputIds.ToArray());
        Assert.Equal(own.Offsets.ToArray(), given.Offsets.ToArray());
        Assert.Equal(own.TokenTypeIds.ToArray(), given.TokenTypeIds.ToArray());

        int count = indexer.Vocabulary.IdCount;
        Assert.Contains($"Word 1 of text 0 has the id {count}", Assert.Throws<ArgumentOutOfRangeException>(() => indexer.IndexPieces([[[5], [count]]])).Message);
        Assert.Throws<ArgumentException>(() => indexer.IndexPieces([[null!]]));
    }

    [Fact]
    public void Words_keep_their_case_where_they_are_given_and_in_texts_only_special_tokens()
    {
        Vocabulary vocabulary = Vocabulary.Parse("[PAD]\n[UNK]\n[CLS]\n[SEP]\nfoo\nFoo-\n-\n[cls]\nfoo-"u8, "v");
        void Check(string[]? neverLowercase, int[] text, int[] words)
        {
            var indexer = new BertIndexer<SmallModel>(vocabulary, new IndexerOptions { NeverLowercase = neverLowercase });
            using PieceBuffer encoded = indexer.Encode(["Foo- [CLS]"]);
            Assert.Equal(text, encoded.Ids.ToArray());
            Assert.Equal(text, indexer.Index("Foo- [CLS]").InputIds.ToArray());
            Assert.Equal(words, indexer.IndexTokens([["Foo-", "[CLS]"]]).InputIds.ToArray());
        }

        Check(null, [2, 4, 6, 2, 3], [2, 8, 2, 3]);
        Check([], [2, 4, 6, 7, 3], [2, 8, 7, 3]);
        Check(["Foo-"], [2, 4, 6, 7, 3], [2, 5, 7, 3]);
        Check(["Foo-", "[CLS]"], [2, 4, 6, 2, 3], [2, 5, 2, 3]);
    }

    // The reported case 12-given-words-are-not-split; expected ids and words are those of transformers with is_split_into_words.
    [Theory]
    [InlineData(new[] { "\u017ce", "wysok\u0105", "izb\u0119" }, new[] { 2, 5, 6, 7, 3 }, new[] { 1, 2, 3 })]
    [InlineData(new[] { "Caf\u00e9" }, new[] { 2, 8, 3 }, new[] { 1 })]
    [InlineData(new[] { "Hello," }, new[] { 2, 9, 10, 3 }, new[] { 2 })]
    [InlineData(new[] { "don't", "" }, new[] { 2, 11, 12, 13, 3 }, new[] { 3, 3 })]
    [InlineData(new[] { "U.S." }, new[] { 2, 14, 15, 16, 15, 3 }, new[] { 4 })]
    [InlineData(new[] { "\u6771\u4eac" }, new[] { 2, 17, 18, 3 }, new[] { 2 })]
    public void Given_words_are_split_as_texts_on_request(string[] words, int[] ids, int[] offsets)
    {
        Vocabulary vocabulary = Vocabulary.Parse(GivenWords, "v");
        BertInput<SmallModel> split = new BertIndexer<SmallModel>(vocabulary, new IndexerOptions { SplitGivenWords = true }).IndexTokens([words]);
        Assert.Equal(ids, split.InputIds.ToArray());
        Assert.Equal(offsets, split.Offsets.ToArray());

        // The default is the original's: no part of them is split off, and accents stay.
        Assert.NotEqual(ids, new BertIndexer<SmallModel>(vocabulary).IndexTokens([words]).InputIds.ToArray());
    }

    // The reported case 13-more-separators-than-types.
    [Fact]
    public void A_text_with_more_separators_than_token_types_is_named()
    {
        BertIndexer<SmallModel> indexer = BertIndexer<SmallModel>.Load(VocabularyPath);
        var error = Assert.Throws<ArgumentException>(() => indexer.Index("hello", "hello [SEP] hello [SEP] hello"));
        Assert.StartsWith("Text 1 has 2 separators with pieces behind them, but the model has 2 token types, 0 to 1", error.Message);
        Assert.Contains("SeparatorToken", error.Message, StringComparison.Ordinal);
        Assert.Equal([0, 0, 0, 1, 1], indexer.Index("hello [SEP] hello").TokenTypeIds.ToArray());
        var none = new IndexerOptions { SeparatorToken = null };
        Assert.All(BertIndexer<SmallModel>.Load(VocabularyPath, none).Index("hello [SEP] hello [SEP] hello").TokenTypeIds.ToArray(), type => Assert.Equal(0, type));
    }

    [Fact]
    public void Options_left_open_are_as_the_model_was_compiled()
    {
        Vocabulary vocabulary = Vocabulary.Parse("[PAD]\n[UNK]\n[CLS]\n[SEP]\ncafe\nCafé\ncafé"u8, "v");
        BertModelInfo cased = SmallModel.Info with { Lowercase = false };
        BertModelInfo accented = SmallModel.Info with { StripAccents = false };
        Assert.Equal([2, 4, 3], Encode(new WordPieceIndexer(vocabulary, new(), SmallModel.Info), "Café"));
        Assert.Equal([2, 5, 3], Encode(new WordPieceIndexer(vocabulary, new(), cased), "Café"));
        Assert.Equal([2, 6, 3], Encode(new WordPieceIndexer(vocabulary, new(), accented), "Café"));
        Assert.Equal([2, 4, 3], Encode(new WordPieceIndexer(vocabulary, new() { Lowercase = true }, cased), "Café"));
    }

    [Theory]
    [InlineData("vocab-no-unk.txt", "[UNK]")]
    [InlineData("vocab-no-cls.txt", "[CLS]")]
    public void A_vocabulary_without_a_special_token_is_refused(string file, string token)
    {
        var exception = Assert.Throws<VocabularyException>(() => BertIndexer<SmallModel>.Load(TestFiles.Golden(file)));
        Assert.Contains(token, exception.Message);
        Assert.Equal(TestFiles.Golden(file), exception.Path);
    }

    [Fact]
    public void A_vocabulary_larger_than_the_model_is_refused()
    {
        IEnumerable<string> pieces = ["[UNK]", "[CLS]", "[SEP]", .. Enumerable.Range(0, 2998).Select(i => $"{i}")];
        byte[] lines = Encoding.UTF8.GetBytes(string.Join('\n', pieces));
        var exception = Assert.Throws<VocabularyException>(() => new BertIndexer<SmallModel>(Vocabulary.Parse(lines, "v")));
        Assert.Contains("at most 3000", exception.Message);
        Assert.Contains("found 3001", exception.Message);
    }

    [Theory]
    [InlineData("[UNK]\n[CLS]\n[SEP]\n[PAD]", "found it on line 4.")]
    [InlineData("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[PAD]", "found it on line 5.")]
    [InlineData("the\n[UNK]\n[CLS]\n[SEP]", "found it nowhere, and 'the' on line 1.")]
    public void A_vocabulary_whose_id_0_is_not_padding_is_refused(string lines, string found)
    {
        Vocabulary vocabulary = Vocabulary.Parse(Encoding.UTF8.GetBytes(lines), "v");
        var exception = Assert.Throws<VocabularyException>(() => new BertIndexer<SmallModel>(vocabulary));
        Assert.Contains("expected [PAD] on line 1", exception.Message);
        Assert.EndsWith(found, exception.Message);
    }

    [Fact]
    public void A_vocabulary_without_padding_will_do_where_no_piece_has_id_0()
    {
        Vocabulary vocabulary = Vocabulary.Parse("the\n[UNK]\n[CLS]\n[SEP]\nthe"u8, "v");
        Assert.Equal([2, 4, 3], new BertIndexer<SmallModel>(vocabulary).Index("the").InputIds.ToArray());
    }

    public static TheoryData<string, IndexerOptions> OptionsWithNulls => new()
    {
        { "StartTokens is null", new IndexerOptions { StartTokens = null! } },
        { "StartTokens holds a null", new IndexerOptions { StartTokens = [null!] } },
        { "EndTokens is null", new IndexerOptions { EndTokens = null! } },
        { "EndTokens holds a null", new IndexerOptions { EndTokens = ["[SEP]", null!] } },
        { "NeverLowercase holds a null", new IndexerOptions { NeverLowercase = [null!] } },
    };

    [Theory]
    [MemberData(nameof(OptionsWithNulls))]
    public void A_null_in_an_option_is_named(string problem, IndexerOptions options)
    {
        var exception = Assert.Throws<ArgumentException>(() => BertIndexer<SmallModel>.Load(VocabularyPath, options));
        Assert.StartsWith(problem, exception.Message);
        Assert.Equal("options", exception.ParamName);
    }

    [Theory]
    [InlineData(513, true)]
    [InlineData(2, true)]
    [InlineData(16, false)]
    public void A_window_that_the_model_does_not_have_is_refused(int maxPieces, bool truncate)
    {
        var options = new IndexerOptions { MaxPieces = maxPieces, TruncateLongSequences = truncate };
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => BertIndexer<SmallModel>.Load(VocabularyPath, options));
        Assert.Contains($"MaxPieces is {maxPieces}", exception.Message);
    }

    [Fact]
    public void Start_tokens_that_the_model_was_not_compiled_for_are_refused()
    {
        var options = new IndexerOptions { StartTokens = ["[CLS]", "[MASK]"] };
        var exception = Assert.Throws<ArgumentException>(() => BertIndexer<SmallModel>.Load(VocabularyPath, options));
        Assert.Contains("NumStartTokens", exception.Message);
    }

    [Fact]
    public void Null_texts_are_named_by_their_place()
    {
        BertIndexer<SmallModel> indexer = BertIndexer<SmallModel>.Load(VocabularyPath);
        Assert.Contains("Text 1", Assert.Throws<ArgumentException>(() => indexer.Index("a", null!)).Message);
        Assert.Contains("Text 1", Assert.Throws<ArgumentException>(() => indexer.Encode(["a", null!])).Message);
        Assert.Contains("Word 1 of text 0", Assert.Throws<ArgumentException>(() => indexer.IndexTokens([["a", null!]])).Message);
    }

    private static int[] Encode(WordPieceIndexer indexer, string text)
    {
        using var rows = new RaggedBuffer<int>();
        indexer.Encode([text], rows);
        return rows.Values.Written.ToArray();
    }
}
