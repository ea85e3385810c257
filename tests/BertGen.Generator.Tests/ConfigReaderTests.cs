using BertGen.Generator.Architectures;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Pipeline;
using BertGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Tests;

/// <summary>Files become values: with the reference's defaults, and equal however they are laid out.</summary>
public sealed class ConfigReaderTests
{
    private static readonly ModelFileReader Files = new(ArchitectureList.Configs);

    private static ModelFile Read(string path, string text) => Files.Read(new InMemoryText(path, text), default).File;

    private static T Read<T>(string path, string text)
        where T : ModelFile =>
        Assert.IsType<T>(Read(path, text));

    [Fact]
    public void KeysThatAreAbsentTakeTheDefaultsOfTheReference()
    {
        EncoderConfig config = Read<ConfigFile>("m/config.json", """
            { "vocab_size": 30, "hidden_size": 8, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 14 }
            """).Config!;

        var expected = new EncoderConfig
        {
            VocabularySize = 30,
            HiddenSize = 8,
            LayerCount = 2,
            HeadCount = 2,
            IntermediateSize = 14,
            PositionCount = 512,
            TypeCount = 2,
            Activation = "gelu",
            LayerNormEpsilon = "1e-12",
            HiddenDropout = 0.1,
            AttentionDropout = 0.1,
            ModelType = "bert",
            PositionEmbeddingType = "absolute",
        };
        Assert.Equal(expected, config);
    }

    [Theory]
    [InlineData("m/config.json")]
    [InlineData("m/bert_config.json")]
    [InlineData("C:\\models\\m\\config.json")]
    public void ReadsBothFormsUnderBothNames(string path)
    {
        Assert.Equal(36, Read<ConfigFile>(path, TestModels.Google).Config!.HiddenSize);
        Assert.Equal(61, Read<ConfigFile>(path, TestModels.Tiny).Config!.VocabularySize);
    }

    [Fact]
    public void LayoutAndUnknownKeysChangeNothing()
    {
        ModelFile first = Read("m/config.json", TestModels.Tiny);
        Assert.Equal(first, Read("m/config.json", TestModels.Tiny.ReplaceLineEndings("").Replace(" ", "")));
        Assert.Equal(first, Read("m/config.json", TestModels.Tiny.Replace("\"model_type\"", "\"use_cache\": {}, \"model_type\"")));
        Assert.NotEqual(first, Read("m/config.json", TestModels.Tiny.Replace("64", "128")));
    }

    [Fact]
    public void NumbersKeepTheirText() => Assert.Equal(
        "1.0E-05",
        Read<ConfigFile>("m/config.json", TestModels.Tiny.Replace("1e-12", "1.0E-05")).Config!.LayerNormEpsilon);

    [Fact]
    public void NullIsAbsentWhereThereIsADefault()
    {
        EncoderConfig config = Read<ConfigFile>("m/config.json", TestModels.Tiny.Replace("\"pad_token_id\": 0", "\"pad_token_id\": null")).Config!;
        Assert.Equal(0, config.PadTokenId);
        Assert.Null(Read<ConfigFile>("m/config.json", TestModels.Tiny.Replace("61", "null")).Config);
    }

    [Fact]
    public void AFileTooLongForAConfigIsNotParsed()
    {
        ConfigFile file = Read<ConfigFile>("m/config.json", new string(' ', 17_000_000) + TestModels.Tiny);
        Assert.Null(file.Config);
        Assert.Equal("BERT064", Assert.Single(file.Findings).Descriptor.Id);
    }

    // Some configs name hundreds of thousands of labels.
    [Fact]
    public void ALongConfigIsRead()
    {
        string labels = string.Join(", ", Enumerable.Range(0, 100_000).Select(i => $"\"{i}\": \"LABEL_{i}\""));
        Assert.NotNull(Read<ConfigFile>("m/config.json", TestModels.Tiny.Replace("\"vocab_size\"", $"\"id2label\": {{{labels}}}, \"vocab_size\"")).Config);
    }

    [Theory]
    [InlineData("[PAD]\n[UNK]\n[CLS]\n[SEP]\nword", 5, 0, "")]
    [InlineData("[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\nword\r\n", 5, 0, "")]
    [InlineData("[PAD]\r[UNK]\r[CLS]\r[SEP]\r", 4, 0, "")]
    [InlineData("[UNK]\n [PAD] \n[cls]\n\n[SEP]\n", 5, 1, "[CLS]")]
    [InlineData("", 0, -1, "[UNK] [CLS] [SEP]")]
    public void AVocabularyIsItsLines(string text, int count, int pad, string missing)
    {
        VocabularyFile file = Read<VocabularyFile>("m/vocab.txt", text);
        Assert.Equal(count, file.Count);
        Assert.Equal(pad, file.PadTokenId);
        Assert.Equal(missing, string.Join(' ', file.MissingTokens));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    public void AVocabularyIsReadAcrossBuffers(string end)
    {
        // Every offset of the special lines to the buffer's end is met: in a token, before it, and between \r and \n.
        const int Words = 5000;
        for (int shift = 0; shift < 12; shift++)
        {
            string text = new string('x', shift) + end + string.Concat(Enumerable.Repeat("[CLS]" + end, Words)) + "[SEP]" + end + "[PAD]" + end + "[UNK]";
            VocabularyFile file = Read<VocabularyFile>("m/vocab.txt", text);
            Assert.Equal(Words + 4, file.Count);
            Assert.Equal(Words + 2, file.PadTokenId);
            Assert.Empty(file.MissingTokens);
        }
    }

    [Fact]
    public void SentenceFilesAreReadByTheirNames()
    {
        Assert.Equal(["Transformer", "Pooling", "Normalize"], Read<ModulesFile>("m/modules.json", TestModels.Modules).Modules.Select(module => module.Type));
        SettingsFile pooling = Read<SettingsFile>("m/1_Pooling/config.json", TestModels.MeanPooling);
        Assert.Equal((false, true, 32), (pooling.Find("pooling_mode_cls_token")!.IsTruthy, pooling.Find("pooling_mode_mean_tokens")!.IsTruthy, pooling.Find("word_embedding_dimension")!.AsInteger));
        Assert.True(Read<SettingsFile>("m/sentence_xlm-roberta_config.json", "{ \"max_seq_length\": null }").Find("max_seq_length")!.IsNull);
        Assert.Equal("mean", Settings.Find(Read<ConfigFile>("m/pooling/config.json", "{ \"pooling_mode\": \"mean\" }").Settings, "pooling_mode")!.AsText);
        TokenizerDataFile data = Read<TokenizerDataFile>("m/tokenizer.json", "{ \"model\": { \"type\": \"WordPiece\", \"vocab\": { \"[UNK]\": 0, \"a\": 1, \"##A\": 2 } } }");
        Assert.Equal(("WordPiece", 3, true), (data.Kind, data.Count, data.HasCapitals));
        TokenizerFile tokenizer = Read<TokenizerFile>("m/tokenizer_config.json", "{ \"do_lower_case\": false, \"strip_accents\": true }");
        Assert.Equal((false, true, true), (tokenizer.Lowercase, tokenizer.StripAccents, tokenizer.SplitChineseCharacters));
    }

    [Fact]
    public void OtherFilesAreNotOurs() => Assert.False(Files.IsModelFile(new InMemoryText("m/appsettings.json", "")));

    [Fact]
    public void PositionsStandBesideTheValues()
    {
        var text = SourceText.From("{\n  \"hidden_size\": 8 }");
        FileReading reading = new ConfigReader(ArchitectureList.Configs).Read("m/config.json", text);
        Diagnostics.Position position = Assert.Single(reading.Positions, position => position.Place.Name == "hidden_size");
        Assert.Equal("8", text.ToString(position.Span));
        Assert.Equal(new LinePosition(1, 17), position.Lines.Start);
    }
}
