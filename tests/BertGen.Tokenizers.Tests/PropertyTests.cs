using BertGen.Text.Tokenizers;

namespace BertGen.Tokenizers.Tests;

/// <summary>What holds for every tokenizer and every text.</summary>
public sealed class PropertyTests
{
    private const int TextCount = 40;

    [Theory]
    [MemberData(nameof(CaseData.Loading), MemberType = typeof(CaseData))]
    public void Rows_AreInsideTheirTextAndDoNotDependOnWhatWasThereBefore(string name)
    {
        TextTokenizer tokenizer = Recorded.TokenizerOf(name);
        var reused = new TokenRow();
        foreach (string text in RandomTexts.Of(name, TextCount).Where(text => CanEncode(tokenizer, text)))
        {
            TokenRow row = tokenizer.Encode(text);
            tokenizer.Encode([], text, reused);

            Assert.Equal(row.Ids.ToArray(), reused.Ids.ToArray());
            Assert.Equal(row.Offsets.ToArray(), reused.Offsets.ToArray());
            int lastWord = -1;
            for (int i = 0; i < row.Count; i++)
            {
                TextRange range = row.Offsets[i];
                Assert.True(range.Start >= 0 && range.Start <= range.End && range.End <= text.Length, $"{name}: {range} of '{text}'");
                Assert.False(range.Start < text.Length && char.IsLowSurrogate(text[range.Start]) && range.Start > 0 && char.IsHighSurrogate(text[range.Start - 1]));
                Assert.NotNull(tokenizer.TextOf(row.Ids[i]));
                if (row.WordIds[i] >= 0)
                {
                    Assert.True(row.WordIds[i] >= lastWord, $"{name}: words of '{text}' go back");
                    lastWord = row.WordIds[i];
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(CaseData.WithPairs), MemberType = typeof(CaseData))]
    public void CutRows_HaveTheirLengthAndAreWindowsOfTheWhole(string name)
    {
        TextTokenizer tokenizer = Recorded.TokenizerOf(name);
        var plain = new EncodingOptions { AddsSpecialTokens = false };
        foreach (string text in RandomTexts.Of(name, TextCount).Where(text => CanEncode(tokenizer, text)))
        {
            int[] whole = tokenizer.Encode(text, plain).Ids.ToArray();
            foreach (TextSide side in Enum.GetValues<TextSide>())
            {
                EncodingOptions options = plain with { MaxLength = 5, Stride = 2, TruncationSide = side };
                IReadOnlyList<TokenRow> windows = tokenizer.EncodeWindows(text, null, options);
                Assert.Equal(tokenizer.Encode(text, options).Ids.ToArray(), windows[0].Ids.ToArray());
                Assert.All(windows, window => Assert.True(window.Count <= 5));

                // Without what they share, the windows are the whole again.
                IEnumerable<int[]> parts = windows.Select((window, i) => side == TextSide.Right
                    ? window.Ids.ToArray()[(i == 0 ? 0 : 2)..]
                    : window.Ids.ToArray()[..^(i == 0 ? 0 : 2)]);
                Assert.Equal(whole, (side == TextSide.Right ? parts : parts.Reverse()).SelectMany(part => part));
            }
        }
    }

    [Theory]
    [InlineData("bpe-roberta-files")]
    [InlineData("bpe-roberta-no-trim")]
    public void BytesDecode_ToTheTextThatTheyAre(string name)
    {
        TextTokenizer tokenizer = Recorded.TokenizerOf(name);
        foreach (string text in RandomTexts.Of(name, 10 * TextCount).Where(text => !text.Contains('<', StringComparison.Ordinal)))
        {
            Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text, new EncodingOptions { AddsSpecialTokens = false }).Ids));
        }
    }

    [Theory]
    [InlineData("wp-bert-lower")]
    [InlineData("uni-xlmr-saved")]
    [InlineData("bpe-modernbert")]
    public void Prompt_IsJoinedWithTheText(string name)
    {
        TextTokenizer tokenizer = Recorded.TokenizerOf(name);
        var row = new TokenRow();
        foreach (string text in RandomTexts.Of(name, TextCount))
        {
            tokenizer.Encode("query:", text, row);

            Assert.Equal(tokenizer.Encode("query:" + text).Ids.ToArray(), row.Ids.ToArray());
        }
    }

    [Theory]
    [InlineData("wp-added")]
    [InlineData("uni-minilm")]
    [InlineData("bpe-qwen")]
    public void ManyThreads_GetTheSameRows(string name)
    {
        TextTokenizer tokenizer = Recorded.TokenizerOf(name);
        string[] texts = [.. RandomTexts.Of(name, 200)];
        string[] alone = [.. texts.Select(text => RowText.Ids(tokenizer.Encode(text)))];
        string[] together = new string[texts.Length];
        Parallel.For(0, texts.Length, i => together[i] = RowText.Ids(tokenizer.Encode(texts[i])));

        Assert.Equal(alone, together);
    }

    [Theory]
    [InlineData("wp-bert-lower")]
    [InlineData("wp-mpnet")]
    [InlineData("uni-minilm")]
    [InlineData("bpe-roberta-prefix")]
    [InlineData("bpe-qwen")]
    [InlineData("bpe-gemma")]
    public void WarmCall_AllocatesNothing(string name)
    {
        TextTokenizer tokenizer = Recorded.TokenizerOf(name);
        string text = string.Join(' ', Recorded.Texts.Where(part => part.Length < 100).Take(60));
        var row = new TokenRow();
        long allocated = long.MaxValue;

        // Code that is not optimized yet boxes here and there, and the runtime optimizes what ran often in its own time.
        for (long end = Environment.TickCount64 + 60_000; allocated > 0 && Environment.TickCount64 < end; Thread.Sleep(1))
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            tokenizer.Encode([], text, row);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void LongText_IsEncodedInTimeThatGrowsWithItsLength()
    {
        // One word of a hundred thousand characters: merged by a heap, and by all pairs it would take minutes.
        string text = string.Concat(Enumerable.Repeat("abcdefghij", 10_000));
        foreach (string name in new[] { "bpe-gemma", "uni-ties", "wp-bert-lower" })
        {
            TokenRow row = Recorded.TokenizerOf(name).Encode(text);

            Assert.True(row.Offsets[row.Count / 2].End <= text.Length);
        }
    }

    private static bool CanEncode(TextTokenizer tokenizer, string text)
    {
        try
        {
            tokenizer.Encode(text);
            return true;
        }
        catch (TokenizerException e) when (e.Message.Contains("unknown", StringComparison.Ordinal))
        {
            return false;
        }
    }
}
