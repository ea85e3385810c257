using System.Text.Json;
using BertGen.Text;

namespace BertGen.Tests.Text;

/// <summary>The bulk path: many texts, no padding.</summary>
public class EncodeTests
{
    private const string LongText =
        "I went to the store to buy some milk, and then the quickest brown fox jumped over 3 lazy dogs in New York! " +
        "unaffable HELLO Caf\u00E9 \u4E2D\u6587 [MASK] the end.";

    private static readonly string VocabularyPath = TestFiles.Golden("vocab-uncased.txt");

    [Fact]
    public void Wordnet_mini_texts_have_their_recorded_ids()
    {
        JsonElement[] items =
            [.. TestFiles.ReadJson(TestFiles.WordNetMini("reference/expected.json")).GetProperty("items").EnumerateArray()];
        BertIndexer<WordNetMiniNumbers> indexer = BertIndexer<WordNetMiniNumbers>.Load(TestFiles.WordNetMini("vocab.txt"));
        using PieceBuffer pieces = indexer.Encode([.. items.Select(item => item.GetProperty("text").GetString()!)]);
        var difference = new Difference();
        for (int row = 0; row < items.Length; row++)
        {
            string name = items[row].GetProperty("text").GetString()!;
            difference.Check(name, items[row].GetProperty("input_ids").Ints(), Row(pieces, row));
        }

        Assert.NotEmpty(items);
        difference.AssertNone(items.Length);
    }

    [Fact]
    public void Rows_equal_those_of_single_texts()
    {
        BertIndexer<SmallModel> indexer = BertIndexer<SmallModel>.Load(VocabularyPath);
        string[] texts = ["the fox", "", LongText, " \t", "caf\u00E9", "[CLS] x"];
        using PieceBuffer pieces = indexer.Encode(texts);
        Assert.Equal(texts.Length, pieces.RowCount);
        Assert.Equal(pieces.Ids.Length, pieces.RowEnds[^1]);
        for (int row = 0; row < texts.Length; row++)
        {
            Assert.Equal(indexer.Index(texts[row]).InputIds.ToArray(), Row(pieces, row));
        }
    }

    [Fact]
    public void A_long_text_becomes_the_windows_of_the_indexer()
    {
        var options = new IndexerOptions { TruncateLongSequences = false };
        using PieceBuffer pieces = BertIndexer<WindowedModel>.Load(VocabularyPath).Encode([LongText]);
        int[] expected = BertIndexer<WindowedModel>.Load(VocabularyPath, options).Index(LongText).InputIds.ToArray();
        Assert.True(expected.Length > 2 * 16);
        Assert.Equal(expected, pieces.Ids.ToArray());
    }

    [Fact]
    public void A_stated_limit_cuts_inside_words()
    {
        int[] all = BertIndexer<SmallModel>.Load(VocabularyPath).Index(LongText).InputIds.ToArray();
        using PieceBuffer limited = BertIndexer<LimitedModel>.Load(VocabularyPath).Encode([LongText, "fox"]);
        Assert.Equal([.. all[..11], 13], Row(limited, 0));
        Assert.Equal([12, 908, 13], Row(limited, 1));

        using PieceBuffer smaller = BertIndexer<LimitedModel>
            .Load(VocabularyPath, new IndexerOptions { MaxPieces = 9 }).Encode([LongText]);
        Assert.Equal([.. all[..8], 13], smaller.Ids.ToArray());

        using PieceBuffer stated = BertIndexer<SmallModel>
            .Load(VocabularyPath, new IndexerOptions { MaxPieces = 20 }).Encode([LongText]);
        Assert.Equal([.. all[..19], 13], stated.Ids.ToArray());
    }

    [Fact]
    public void A_disposed_buffer_refuses_and_is_disposed_again_without_harm()
    {
        PieceBuffer pieces = BertIndexer<SmallModel>.Load(VocabularyPath).Encode(["the fox"]);
        pieces.Dispose();
        pieces.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pieces.RowCount);
    }

    [Fact]
    public void More_texts_and_words_allocate_nothing_more()
    {
        BertIndexer<SmallModel> indexer = BertIndexer<SmallModel>.Load(VocabularyPath);
        string[] few = [LongText];
        string[] many = [.. Enumerable.Repeat(LongText, 300)];
        long Allocated(string[] texts)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            indexer.Encode(texts).Dispose();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // The least of several runs: the pool fills, and the runtime may compile a method anew, in the first ones.
        long Least(string[] texts) => Enumerable.Range(0, 20).Min(_ => Allocated(texts));
        Least(many);
        long forFew = Least(few);
        Assert.Equal(forFew, Least(many));
        Assert.InRange(forFew, 0, 2000);
    }

    [Fact]
    public void Threads_share_an_indexer()
    {
        BertIndexer<SmallModel> indexer = BertIndexer<SmallModel>.Load(VocabularyPath);
        string[] texts = [.. Enumerable.Range(0, 64).Select(i => LongText[(i % 40)..])];
        int[][] expected = [.. texts.Select(text => indexer.Index(text).InputIds.ToArray())];
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, start =>
        {
            string[] rotated = [.. texts[start..], .. texts[..start]];
            using PieceBuffer pieces = indexer.Encode(rotated);
            for (int row = 0; row < rotated.Length; row++)
            {
                Assert.Equal(expected[(start + row) % texts.Length], Row(pieces, row));
            }
        });
    }

    private static int[] Row(PieceBuffer pieces, int row) =>
        pieces.Ids[(row == 0 ? 0 : pieces.RowEnds[row - 1])..pieces.RowEnds[row]].ToArray();
}
