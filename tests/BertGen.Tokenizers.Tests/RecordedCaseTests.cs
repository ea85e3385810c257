using System.Text.Json;
using BertGen.Text.Tokenizers;
using BertGen.Text.Tokenizers.AddedTokens;

namespace BertGen.Tokenizers.Tests;

/// <summary>Each recorded folder, against everything that was recorded with it.</summary>
public sealed class RecordedCaseTests
{
    [Theory]
    [MemberData(nameof(CaseData.Loading), MemberType = typeof(CaseData))]
    public void Loading_GivesTheRecordedFacts(string name)
    {
        JsonElement expected = Recorded.CaseOf(name).GetProperty("loaded");
        TextTokenizer tokenizer = Recorded.TokenizerOf(name);
        JsonElement limit = expected.GetProperty("model_max_length");

        Assert.Equal(expected.GetProperty("class").GetString(), tokenizer.ClassName);
        Assert.Equal(limit.ValueKind == JsonValueKind.Null ? null : limit.GetInt32(), tokenizer.MaxLength);
        Assert.Equal(expected.GetProperty("padding_side").GetString(), tokenizer.PaddingSide.ToString(), ignoreCase: true);
        Assert.Equal(expected.GetProperty("truncation_side").GetString(), tokenizer.TruncationSide.ToString(), ignoreCase: true);
        Assert.Equal(
            expected.GetProperty("model_input_names").EnumerateArray().Any(input => input.GetString() == "token_type_ids"),
            tokenizer.HasTypeIds);
        Assert.Equal(
            expected.GetProperty("special_tokens").EnumerateObject().Select(item => $"{item.Name} {item.Value[0]} {item.Value[1]}").Order(),
            tokenizer.SpecialTokens.Where(token => IsStandard(token.Name)).Select(token => $"{token.Name} {token.Text} {token.Id}").Order());
        Assert.Equal(
            expected.GetProperty("all_special_tokens").EnumerateArray().Select(token => token.GetString()),
            tokenizer.AllSpecialTokens);
        Assert.Equal(expected.GetProperty("vocab_size").GetInt32(), tokenizer.VocabularySize);
        Assert.Equal(expected.GetProperty("length").GetInt32(), tokenizer.TokenCount);
    }

    [Theory]
    [MemberData(nameof(CaseData.Loading), MemberType = typeof(CaseData))]
    public void AddedTokens_HaveTheRecordedIdsAndFlags(string name)
    {
        JsonElement expected = Recorded.CaseOf(name).GetProperty("loaded").GetProperty("pipeline").GetProperty("added_tokens");
        IReadOnlyDictionary<int, AddedToken> tokens = Recorded.TokenizerOf(name).Pipeline.Added.Tokens;

        Assert.Equal(
            expected.EnumerateArray().Select(token => (
                token.GetProperty("id").GetInt32(),
                token.GetProperty("content").GetString()!,
                token.GetProperty("single_word").GetBoolean(),
                token.GetProperty("lstrip").GetBoolean(),
                token.GetProperty("rstrip").GetBoolean(),
                token.GetProperty("normalized").GetBoolean(),
                token.GetProperty("special").GetBoolean())),
            tokens.Select(item => (
                item.Key,
                item.Value.Content,
                item.Value.IsSingleWord,
                item.Value.StripsLeft,
                item.Value.StripsRight,
                item.Value.IsNormalized,
                item.Value.IsSpecial)));
    }

    [Theory]
    [MemberData(nameof(CaseData.Failing), MemberType = typeof(CaseData))]
    public void Loading_FailsWhereItDid(string name)
    {
        TokenizerException error = Assert.Throws<TokenizerException>(() => Recorded.TokenizerOf(name));

        Assert.Equal("$.pre_tokenizer.add_prefix_space", error.Place);
    }

    [Theory]
    [MemberData(nameof(CaseData.Loading), MemberType = typeof(CaseData))]
    public void Encode_GivesTheRecordedIds(string name)
    {
        JsonElement recorded = Recorded.CaseOf(name);
        TextTokenizer tokenizer = Recorded.TokenizerOf(name);
        foreach ((JsonElement number, JsonElement ids) in Pairs(recorded, "texts", "ids"))
        {
            string text = Recorded.Texts[number.GetInt32()];
            if (ids.ValueKind == JsonValueKind.Null)
            {
                Assert.Throws<TokenizerException>(() => tokenizer.Encode(text));
                continue;
            }

            Same(name, $"text {number}", text, RowText.Of(ids), RowText.Ids(tokenizer.Encode(text)));
        }
    }

    [Theory]
    [MemberData(nameof(CaseData.Loading), MemberType = typeof(CaseData))]
    public void Encode_GivesTheRecordedOffsetsAndWords(string name)
    {
        JsonElement recorded = Recorded.CaseOf(name);
        TextTokenizer tokenizer = Recorded.TokenizerOf(name);
        JsonElement words = recorded.GetProperty("word_ids");
        int index = 0;
        foreach ((JsonElement number, JsonElement offsets) in Pairs(recorded, "offset_texts", "offsets"))
        {
            string text = Recorded.Texts[number.GetInt32()];
            TokenRow row = tokenizer.Encode(text);
            Same(name, $"offsets of text {number}", text, RowText.Of(offsets), RowText.Offsets(row, _ => text));
            Same(name, $"words of text {number}", text, RowText.Of(words[index++]), RowText.WordIds(row));
        }
    }

    [Theory]
    [MemberData(nameof(CaseData.WithOwnTexts), MemberType = typeof(CaseData))]
    public void OwnTexts_AreEncodedAsRecorded(string name)
    {
        TextTokenizer tokenizer = Recorded.TokenizerOf(name);
        foreach (JsonElement own in Recorded.CaseOf(name).GetProperty("own").EnumerateArray())
        {
            string text = own.GetProperty("text").GetString()!;
            if (own.TryGetProperty("expect_error", out _))
            {
                Assert.Throws<TokenizerException>(() => tokenizer.Encode(text));
                continue;
            }

            SameRow(name, text, own, tokenizer.Encode(text), _ => text);
        }
    }

    [Theory]
    [MemberData(nameof(CaseData.Loading), MemberType = typeof(CaseData))]
    public void WithoutSpecialTokens_GivesTheRecordedIds(string name)
    {
        TextTokenizer tokenizer = Recorded.TokenizerOf(name);
        var options = new EncodingOptions { AddsSpecialTokens = false };
        foreach (JsonElement item in Recorded.CaseOf(name).GetProperty("without_special").EnumerateArray())
        {
            string text = Recorded.Texts[item.GetProperty("text").GetInt32()];
            Same(name, $"text {item.GetProperty("text")}", text, RowText.Of(item.GetProperty("input_ids")), RowText.Ids(tokenizer.Encode(text, options)));
        }
    }

    [Theory]
    [MemberData(nameof(CaseData.WithPairs), MemberType = typeof(CaseData))]
    public void Pairs_AreCutAsRecorded(string name)
    {
        TextTokenizer tokenizer = Recorded.TokenizerOf(name);
        foreach (JsonElement pair in Recorded.CaseOf(name).GetProperty("pairs").EnumerateArray())
        {
            string first = Recorded.Texts[pair.GetProperty("a").GetInt32()];
            string? second = pair.GetProperty("b").ValueKind == JsonValueKind.Null ? null : Recorded.Texts[pair.GetProperty("b").GetInt32()];
            JsonElement given = pair.GetProperty("options");
            EncodingOptions options = ReadOptions(given);
            string what = $"a={pair.GetProperty("a")} b={pair.GetProperty("b")} {given}";
            if (pair.TryGetProperty("expect_error", out _))
            {
                Assert.Throws<TokenizerException>(() => Encode(tokenizer, first, second, options));
                continue;
            }

            JsonElement[] rows = [.. pair.GetProperty("rows").EnumerateArray()];
            SameRow(name, what, rows[0], Encode(tokenizer, first, second, options), i => i == 0 ? first : second!);
            if (given.TryGetProperty("return_overflowing_tokens", out _))
            {
                IReadOnlyList<TokenRow> windows = tokenizer.EncodeWindows(first, second, options);
                Assert.True(rows.Length == windows.Count, $"{name}: {what}: expected {rows.Length} windows, got {windows.Count}");
                for (int i = 0; i < rows.Length; i++)
                {
                    SameRow(name, $"window {i} of {what}", rows[i], windows[i], sequence => sequence == 0 ? first : second!);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(CaseData.WithBatches), MemberType = typeof(CaseData))]
    public void Batches_ArePaddedAsRecorded(string name)
    {
        TextTokenizer tokenizer = Recorded.TokenizerOf(name);
        foreach (JsonElement batch in Recorded.CaseOf(name).GetProperty("batches").EnumerateArray())
        {
            JsonElement given = batch.GetProperty("options");
            EncodingOptions options = ReadOptions(given);
            TokenRow[] rows = [.. batch.GetProperty("texts").EnumerateArray().Select(text => tokenizer.Encode(Recorded.Texts[text.GetInt32()], options))];
            bool isFixed = given.GetProperty("padding").ValueKind == JsonValueKind.String;
            tokenizer.Pad(
                rows,
                isFixed ? given.GetProperty("max_length").GetInt32() : 0,
                given.TryGetProperty("pad_to_multiple_of", out JsonElement multiple) ? multiple.GetInt32() : 1,
                given.TryGetProperty("padding_side", out JsonElement side) ? Enum.Parse<TextSide>(side.GetString()!, ignoreCase: true) : null);

            JsonElement expected = batch.GetProperty("out");
            for (int i = 0; i < rows.Length; i++)
            {
                Same(name, $"row {i} of {given}", "ids", RowText.Of(expected.GetProperty("input_ids")[i]), RowText.Ids(rows[i]));
                Same(name, $"row {i} of {given}", "mask", RowText.Of(expected.GetProperty("attention_mask")[i]), RowText.Mask(rows[i]));
                if (expected.TryGetProperty("token_type_ids", out JsonElement types))
                {
                    Same(name, $"row {i} of {given}", "types", RowText.Of(types[i]), RowText.TypeIds(rows[i]));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(CaseData.WithWords), MemberType = typeof(CaseData))]
    public void WordsGivenApart_AreEncodedAsRecorded(string name)
    {
        TextTokenizer tokenizer = Recorded.TokenizerOf(name);
        foreach (JsonElement item in Recorded.CaseOf(name).GetProperty("words").EnumerateArray())
        {
            string[] words = [.. item.GetProperty("words").EnumerateArray().Select(word => word.GetString()!)];
            EncodingOptions? options = item.TryGetProperty("options", out JsonElement given) && given.ValueKind == JsonValueKind.Object ? ReadOptions(given) : null;
            TokenRow row = tokenizer.EncodeWords(words, options);
            SameRow(name, string.Join('|', words), item, row, _ => string.Empty, i => words[row.WordIds[i]]);
        }
    }

    [Theory]
    [MemberData(nameof(CaseData.WithDecoding), MemberType = typeof(CaseData))]
    public void Decode_GivesTheRecordedTexts(string name)
    {
        TextTokenizer tokenizer = Recorded.TokenizerOf(name);
        foreach (JsonElement item in Recorded.CaseOf(name).GetProperty("decode").EnumerateArray())
        {
            int[] ids = [.. item.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())];
            string what = RowText.Of(item.GetProperty("ids"));
            Same(name, what, "text", item.GetProperty("text").GetString()!, tokenizer.Decode(ids));
            Same(name, what, "skip_special", item.GetProperty("skip_special").GetString()!, tokenizer.Decode(ids, skipsSpecialTokens: true));
            Same(name, what, "cleanup", item.GetProperty("cleanup").GetString()!, tokenizer.Decode(ids, true, cleansUpSpaces: true));
            Same(name, what, "no_cleanup", item.GetProperty("no_cleanup").GetString()!, tokenizer.Decode(ids, true, cleansUpSpaces: false));
        }
    }

    private static TokenRow Encode(TextTokenizer tokenizer, string first, string? second, EncodingOptions options) =>
        second is null ? tokenizer.Encode(first, options) : tokenizer.EncodePair(first, second, options);

    private static EncodingOptions ReadOptions(JsonElement given)
    {
        bool cuts = given.TryGetProperty("truncation", out JsonElement truncation);
        return new EncodingOptions
        {
            AddsSpecialTokens = !given.TryGetProperty("add_special_tokens", out JsonElement special) || special.GetBoolean(),
            MaxLength = cuts && given.TryGetProperty("max_length", out JsonElement limit) ? limit.GetInt32() : null,
            Stride = given.TryGetProperty("stride", out JsonElement stride) ? stride.GetInt32() : 0,
            Truncation = cuts && truncation.ValueKind == JsonValueKind.String
                ? Enum.Parse<TruncationStrategy>(truncation.GetString()!.Replace("_", string.Empty, StringComparison.Ordinal), ignoreCase: true)
                : TruncationStrategy.LongestFirst,
        };
    }

    private static IEnumerable<(JsonElement First, JsonElement Second)> Pairs(JsonElement recorded, string first, string second) =>
        recorded.GetProperty(first).EnumerateArray().Zip(recorded.GetProperty(second).EnumerateArray());

    private static void SameRow(
        string name, string what, JsonElement expected, TokenRow row, Func<int, string> textOfSequence, Func<int, string>? textOfPosition = null)
    {
        string offsets = RowText.Offsets(row, textOfPosition ?? (i => textOfSequence(row.SequenceIds[i])));
        Same(name, what, "ids", RowText.Of(expected.GetProperty("input_ids")), RowText.Ids(row));
        Same(name, what, "offsets", RowText.Of(expected.GetProperty("offsets")), offsets);
        Same(name, what, "mask", RowText.Of(expected.GetProperty("special_tokens_mask")), RowText.SpecialMask(row));
        Same(name, what, "sequences", RowText.Of(expected.GetProperty("sequence_ids")), RowText.SequenceIds(row));
        if (expected.TryGetProperty("token_type_ids", out JsonElement types))
        {
            Same(name, what, "types", RowText.Of(types), RowText.TypeIds(row));
        }

        if (expected.TryGetProperty("word_ids", out JsonElement words))
        {
            Same(name, what, "words", RowText.Of(words), RowText.WordIds(row));
        }
    }

    private static bool IsStandard(string name) =>
        name is "bos_token" or "eos_token" or "unk_token" or "sep_token" or "pad_token" or "cls_token" or "mask_token";

    /// <summary>Compares, and tells the first place where the two differ.</summary>
    private static void Same(string name, string what, string text, string expected, string actual)
    {
        if (expected != actual)
        {
            string[] wanted = expected.Split(' '), got = actual.Split(' ');
            int place = wanted.Zip(got).TakeWhile(item => item.First == item.Second).Count();
            Assert.Fail($"{name}: {what}: {JsonSerializer.Serialize(text)} differs at {place}:\nexpected {Around(wanted, place)}\ngot      {Around(got, place)}");
        }
    }

    private static string Around(string[] values, int place) => string.Join(' ', values.Skip(Math.Max(0, place - 6)).Take(24));
}
