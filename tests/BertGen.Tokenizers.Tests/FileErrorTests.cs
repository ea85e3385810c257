using System.Text;
using System.Text.Json.Nodes;
using BertGen.Text.Tokenizers;

namespace BertGen.Tokenizers.Tests;

/// <summary>Files that are wrong, or ask for what is not there: an error that tells the place.</summary>
public sealed class FileErrorTests : IDisposable
{
    private readonly TokenizerFolder _folder = new();

    public static TheoryData<string, string, string, string> WrongParts => new()
    {
        { "normalizer", """{"type": "Unheard"}""", "$.normalizer.type", "the normalizer Unheard is not supported" },
        { "normalizer", """{"lowercase": true}""", "$.normalizer", "expected \"type\", found none" },
        { "normalizer", """{"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "X"}]}""", "$.normalizer.normalizers[1].type", "the normalizer X is not supported" },
        { "normalizer", """{"type": "Strip", "strip_left": 1, "strip_right": true}""", "$.normalizer.strip_left", "expected true or false, found 1" },
        { "normalizer", """{"type": "Precompiled", "precompiled_charsmap": "****"}""", "$.normalizer.precompiled_charsmap", "expected a character map in base64" },
        { "normalizer", """{"type": "Precompiled", "precompiled_charsmap": "AAAA"}""", "$.normalizer.precompiled_charsmap", "expected at least 4 bytes" },
        { "normalizer", """{"type": "Replace", "pattern": {"Regex": "(?<=a)b"}, "content": ""}""", "$.normalizer.pattern.Regex", "this kind of group is not supported" },
        { "normalizer", """{"type": "Replace", "pattern": {"Regex": "[a"}, "content": ""}""", "$.normalizer.pattern.Regex", "expected a closing bracket" },
        { "normalizer", """{"type": "Replace", "pattern": {"Regex": "\\p{Greek}"}, "content": ""}""", "$.normalizer.pattern.Regex", "expected a general category" },
        { "normalizer", """{"type": "Replace", "pattern": {"String": ""}, "content": ""}""", "$.normalizer.pattern.String", "expected a text to search for" },
        { "pre_tokenizer", """{"type": "Unheard"}""", "$.pre_tokenizer.type", "the pre-tokenizer Unheard is not supported" },
        { "pre_tokenizer", """{"type": "Split", "pattern": {"String": "a"}, "behavior": "Merged", "invert": false}""", "$.pre_tokenizer.behavior", "what becomes of delimiters" },
        { "pre_tokenizer", """{"type": "Metaspace", "replacement": "ab"}""", "$.pre_tokenizer.replacement", "a string of one character" },
        { "pre_tokenizer", """{"type": "Metaspace", "replacement": "_", "add_prefix_space": false}""", "$.pre_tokenizer.add_prefix_space", "expected true, or \"prepend_scheme\"" },
        { "post_processor", """{"type": "Unheard"}""", "$.post_processor.type", "the post-processor Unheard is not supported" },
        { "post_processor", """{"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "x", "type_id": 0}}], "pair": [], "special_tokens": {}}""", "$.post_processor.single[0].SpecialToken.id", "expected one of \"special_tokens\", found \"x\"" },
        { "post_processor", """{"type": "TemplateProcessing", "single": [], "pair": [], "special_tokens": {}}""", "$.post_processor.single", "\"A\" once" },
        { "decoder", """{"type": "Unheard"}""", "$.decoder.type", "the decoder Unheard is not supported" },
        { "model", """{"type": "Unheard", "vocab": {}}""", "$.model.type", "the model Unheard is not supported" },
        { "model", """{"type": "WordPiece", "vocab": {"a": -1}, "unk_token": "a", "continuing_subword_prefix": "##", "max_input_chars_per_word": 9}""", "$.model.vocab.a", "an id from 0 to 1073741823, found -1" },
        { "model", """{"type": "WordPiece", "vocab": {"a": 1}}""", "$.model", "expected \"unk_token\", found none" },
        { "model", """{"type": "BPE", "vocab": {"a": 0}, "merges": ["a b c"]}""", "$.model.merges[0]", "two tokens with a space between them" },
        { "model", """{"type": "BPE", "vocab": {"a": 0}, "merges": [["a", "z"]]}""", "$.model.merges[0]", "expected a token of the vocabulary, found 'z'" },
        { "model", """{"type": "BPE", "vocab": {"a": 0}, "merges": [["a", "a"]]}""", "$.model.merges[0]", "the merged token 'aa'" },
        { "model", """{"type": "BPE", "vocab": {"a": 0}, "merges": [], "dropout": 0.1}""", "$.model.dropout", "leaving merges out at random is not supported" },
        { "model", """{"type": "Unigram", "vocab": [["a", 0]], "unk_id": 1}""", "$.model.vocab", "more than 1 tokens" },
        { "model", """{"type": "Unigram", "vocab": [["a", 0], ["b"]], "unk_id": 0}""", "$.model.vocab[1]", "a token and a score" },
        { "added_tokens", """[{"id": 9, "content": "x", "normalized": true}, {"id": 10, "content": "X", "normalized": true}]""", "", "found 'x' twice" },
        { "added_tokens", """[{"id": "9", "content": "x"}]""", "$.added_tokens[0].id", "a whole number" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(WrongParts))]
    public void WrongPart_IsAnErrorWithItsPlace(string member, string value, string place, string problem)
    {
        JsonObject tokenizer = TokenizerFolder.Bert();
        tokenizer[member] = JsonNode.Parse(value);
        _folder.Write(tokenizer);

        TokenizerException error = Fails();

        Assert.Equal(place, error.Place ?? string.Empty);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"model\": {\"vocab\": {\n\"a\": 0,\n}}}", "line 3")]
    [InlineData("{\"model\": {\"vocab\": {\n\"a\": 0}, \"merges\": [\n]}}\n}", "line 4")]
    [InlineData("{\"model\": {\"vocab\": {\"a\": 0\n", "line 2")]
    [InlineData("{\"model\": {\"vocab\": {\"a\": 0}},\n\"x\": 00}", "line 2")]
    [InlineData("\n\n[", "line 3")]
    public void WhatIsNoJson_IsAnErrorWithItsLine(string content, string place)
    {
        _folder.Write("tokenizer.json", content);

        TokenizerException error = Fails();

        Assert.Equal(place, error.Place);
        Assert.Contains("is not valid JSON", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type": "WordPiece", "vocab": "x", "unk_token": "a", "continuing_subword_prefix": "##", "max_input_chars_per_word": 9}""", "$.model.vocab", "expected an object of tokens and ids, found \"x\"")]
    [InlineData("""{"type": "WordPiece", "vocab": ["x"], "unk_token": "a", "continuing_subword_prefix": "##", "max_input_chars_per_word": 9}""", "$.model.vocab", "expected an object of tokens and ids, found an array")]
    [InlineData("""{"type": "WordLevel", "vocab": {"a": 0, "b": [1, 2]}, "unk_token": "a"}""", "$.model.vocab.b", "found an array of 2")]
    [InlineData("""{"type": "WordLevel", "vocab": {"a": 0, "\ud800": 1}, "unk_token": "a"}""", "$.model.vocab", "expected Unicode text")]
    [InlineData("""{"type": "Unigram", "vocab": {"a": 0}}""", "$.model.vocab", "expected an array of tokens and scores, found an object")]
    [InlineData("""{"type": "Unigram", "vocab": [["a", 0, 1]]}""", "$.model.vocab[0]", "found an array of 3")]
    [InlineData("""{"type": "Unigram", "vocab": [["a", 0], 7]}""", "$.model.vocab[1]", "found 7")]
    [InlineData("""{"type": "BPE", "vocab": {"a": 0}, "merges": {"a": "b"}}""", "$.model.merges", "expected an array of merges, found an object")]
    [InlineData("""{"type": "BPE", "vocab": {"a": 0, "aa": 1}, "merges": [["a", "a"], ["a", "a", "a"]]}""", "$.model.merges[1]", "expected two tokens, found an array of 3")]
    [InlineData("""{"type": "BPE", "vocab": {"a": 0, "aa": 1}, "merges": ["a a", 5]}""", "$.model.merges[1]", "expected two tokens, found 5")]
    public void WrongTable_IsAnErrorWithItsPlace(string model, string place, string problem)
    {
        // Not through JsonNode, which would not write half a surrogate pair.
        JsonObject tokenizer = TokenizerFolder.Bert();
        tokenizer["model"] = "MODEL";
        _folder.Write("tokenizer.json", tokenizer.ToJsonString().Replace("\"MODEL\"", model, StringComparison.Ordinal));

        TokenizerException error = Fails();

        Assert.Equal(place, error.Place);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EscapedAndRepeatedNames_CountAsInAnyJson()
    {
        JsonObject tokenizer = TokenizerFolder.Bert();
        string model = tokenizer["model"]!.ToJsonString();
        string escaped = model.Replace("\"vocab\"", "\"vocab\": {\"x\": 0}, \"\\u0076ocab\"", StringComparison.Ordinal).Replace("\"a\"", "\"\\u0061\"", StringComparison.Ordinal);
        tokenizer.Remove("model");
        string rest = tokenizer.ToJsonString()[1..];
        _folder.Write("tokenizer.json", $$"""{"model": {"type": "BPE", "vocab": {}, "merges": []}, "model": {{escaped}}, {{rest}}""");

        Assert.Equal([2, 5, 6, 1], TextTokenizer.Load(_folder.Path).Encode("Ab c").Ids.ToArray());
    }

    [Fact]
    public void RightParts_AreNoError()
    {
        _folder.Write(TokenizerFolder.Bert());

        Assert.Equal([2, 5, 6, 1], TextTokenizer.Load(_folder.Path).Encode("Ab c").Ids.ToArray());
    }

    [Theory]
    [InlineData("DebertaV2Tokenizer")]
    [InlineData("DebertaV2TokenizerFast")]
    [InlineData("BertJapaneseTokenizer")]
    [InlineData("GPT2Tokenizer")]
    public void ClassThatIsNotSupported_IsAnErrorThatNamesIt(string name)
    {
        _folder.Write(TokenizerFolder.Bert()).Write("tokenizer_config.json", $$"""{"tokenizer_class": "{{name}}"}""");

        TokenizerException error = Fails();

        Assert.Equal("$.tokenizer_class", error.Place);
        Assert.Contains(name.Replace("Fast", "", StringComparison.Ordinal), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ModelOfAnotherKindThanTheClass_IsAnError()
    {
        JsonObject tokenizer = TokenizerFolder.Bert();
        tokenizer["model"] = TokenizerFolder.Unigram();
        _folder.Write(tokenizer).Write("tokenizer_config.json", """{"tokenizer_class": "BertTokenizer"}""");

        TokenizerException error = Fails();

        Assert.Equal("$.model", error.Place);
        Assert.Contains("a Unigram model under the class BertTokenizer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddedTokenThatTheConfigDoesNotList_IsAnErrorUnderAClass()
    {
        JsonObject tokenizer = TokenizerFolder.Bert();
        tokenizer["added_tokens"] = JsonNode.Parse("""[{"id": 7, "content": "extra"}]""");
        _folder.Write(tokenizer).Write("tokenizer_config.json", """
            {"tokenizer_class": "BertTokenizer", "added_tokens_decoder": {"0": {"content": "[PAD]", "special": true}}}
            """);

        Assert.Equal("$.added_tokens[0].content", Fails().Place);
    }

    [Fact]
    public void TokenizerWithoutAddedTokens_IsAnErrorUnderAClass()
    {
        JsonObject tokenizer = TokenizerFolder.Bert();
        tokenizer.Remove("added_tokens");
        _folder.Write(tokenizer).Write("tokenizer_config.json", """{"tokenizer_class": "BertTokenizer"}""");

        Assert.Contains("\"added_tokens\"", Fails().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bert", "vocab.txt")]
    [InlineData("roberta", "merges.txt")]
    [InlineData("xlm-roberta", "sentencepiece.bpe.model")]
    [InlineData("albert", "spiece.model")]
    [InlineData("unheard", "tokenizer.json")]
    public void FolderWithoutVocabulary_IsAnErrorThatNamesTheFiles(string model, string file)
    {
        _folder.Write("config.json", $$"""{"model_type": "{{model}}"}""");

        TokenizerException error = Fails();

        Assert.Equal(_folder.Path, error.Path);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FolderThatIsNotThere_IsAnError() =>
        Assert.Throws<TokenizerException>(() => TextTokenizer.Load(Path.Combine(_folder.Path, "missing")));

    [Theory]
    [InlineData("tokenizer.json", "{", "line 1")]
    [InlineData("tokenizer.json", "{\n\"model\": nul}", "line 2")]
    [InlineData("tokenizer_config.json", "[]", "$")]
    [InlineData("tokenizer_config.json", "{\"model_max_length\": \"512\"}", "$.model_max_length")]
    [InlineData("tokenizer_config.json", "{\"padding_side\": \"up\"}", "$.padding_side")]
    [InlineData("tokenizer_config.json", "{\"pad_token\": \"\\ud800\"}", "$.pad_token")]
    [InlineData("tokenizer_config.json", "{\"added_tokens_decoder\": {\"x\": {\"content\": \"a\"}}}", "$.added_tokens_decoder.x")]
    [InlineData("added_tokens.json", "{\"a\": \"1\"}", "$.a")]
    [InlineData("config.json", "{\"model_type\": 7}", "$.model_type")]
    public void WrongFile_IsAnErrorWithItsPlace(string name, string content, string place)
    {
        _folder.Write(TokenizerFolder.Bert()).Write(name, content);

        TokenizerException error = Fails();

        Assert.Equal(Path.Combine(_folder.Path, name), error.Path);
        Assert.Equal(place, error.Place);
    }

    [Fact]
    public void PointerInThePlaceOfAFile_IsAnError()
    {
        _folder.Write("config.json", """{"model_type": "bert"}""").Write("vocab.txt", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n");

        Assert.Contains("Git LFS", Fails().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void VocabularyThatIsNotUtf8_IsAnErrorWithItsPlace()
    {
        _folder.Write("config.json", """{"model_type": "bert"}""").Write("vocab.txt", [(byte)'a', (byte)'\n', 0xC3, (byte)'\n']);

        Assert.Equal("line 2, column 1", Fails().Place);
    }

    [Theory]
    [InlineData(new byte[] { 0x0A, 0x05, 0x0A }, "expected 5 more bytes")]
    [InlineData(new byte[] { 0x0B }, "wire type 3")]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, "ten bytes")]
    [InlineData(new byte[] { 0x12, 0x02, 0x18, 0x02 }, "found type 2")]
    [InlineData(new byte[] { 0x12, 0x02, 0x18, 0x01 }, "expected an unknown piece")]
    public void WrongSentencePieceModel_IsAnError(byte[] content, string problem)
    {
        _folder.Write("config.json", """{"model_type": "xlm-roberta"}""").Write("sentencepiece.bpe.model", content);

        Assert.Contains(problem, Fails().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PatternThatTakesForever_IsAnErrorOfTheCall()
    {
        JsonObject tokenizer = TokenizerFolder.Bert();
        tokenizer["normalizer"] = JsonNode.Parse("""{"type": "Replace", "pattern": {"Regex": "(a+)+b"}, "content": ""}""");
        _folder.Write(tokenizer);
        TextTokenizer loaded = TextTokenizer.Load(_folder.Path);

        TokenizerException error = Assert.Throws<TokenizerException>(() => loaded.Encode(new string('a', 60)));

        Assert.Contains("too many steps", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HalfASurrogatePair_IsAnErrorWithItsPlace()
    {
        _folder.Write(TokenizerFolder.Bert());
        TextTokenizer loaded = TextTokenizer.Load(_folder.Path);
        foreach ((string text, int place) in new[] { ("a\uD800", 1), ("\uDC00a", 0), ("\uD83D\uDE00\uD83D", 2) })
        {
            TokenizerException error = Assert.Throws<TokenizerException>(() => loaded.Encode(text));

            Assert.Contains($"at {place}.", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void PaddingWithoutAPaddingToken_IsAnError()
    {
        _folder.Write(TokenizerFolder.Bert());
        TextTokenizer loaded = TextTokenizer.Load(_folder.Path);

        Assert.Null(loaded.PaddingId);
        Assert.Throws<TokenizerException>(() => loaded.Pad([loaded.Encode("a"), loaded.Encode("a a")]));
    }

    [Fact]
    public void ManyTokens_TakeNoMoreThanSixteenTimesTheFile()
    {
        var vocabulary = new StringBuilder();
        for (int i = 0; i < 300_000; i++)
        {
            vocabulary.Append(i == 0 ? string.Empty : ",").Append('"').Append(Convert.ToString(i, 16)).Append("\":").Append(i);
        }

        JsonObject tokenizer = TokenizerFolder.Bert();
        tokenizer["model"] = "MODEL";
        string model = $$"""{"type": "WordLevel", "unk_token": "0", "vocab": { {{vocabulary}} } }""";
        string content = tokenizer.ToJsonString().Replace("\"MODEL\"", model, StringComparison.Ordinal);
        _folder.Write("tokenizer.json", content);

        long before = GC.GetAllocatedBytesForCurrentThread();
        TextTokenizer loaded = TextTokenizer.Load(_folder.Path);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(300_000, loaded.VocabularySize);
        Assert.True(allocated < 16L * content.Length, $"{allocated} bytes for a file of {content.Length}");
    }

    private TokenizerException Fails() => Assert.Throws<TokenizerException>(() => TextTokenizer.Load(_folder.Path));
}
