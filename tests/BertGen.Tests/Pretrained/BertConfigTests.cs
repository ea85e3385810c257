using System.Text;
using BertGen.Checkpoints;
using BertGen.Tests.Checkpoints;

namespace BertGen.Tests.Pretrained;

/// <summary>Reading a config at run time: the keys, the defaults and the errors of the compiler.</summary>
public sealed class BertConfigTests
{
    private const string Sizes = """
        "vocab_size": 30, "hidden_size": 8, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 14
        """;

    [Fact]
    public void EveryKeyIsRead()
    {
        BertConfig config = Parse($$"""
            {
              {{Sizes}}, "max_position_embeddings": 24, "type_vocab_size": 3, "hidden_act": "relu", "layer_norm_eps": 1e-5,
              "hidden_dropout_prob": 0.25, "attention_probs_dropout_prob": 0, "pad_token_id": 1, "model_type": "roberta",
              "position_embedding_type": "relative_key", "is_decoder": true, "add_cross_attention": true, "unknown": [{}]
            }
            """);
        Assert.Equal(
            new BertConfig
            {
                VocabularySize = 30,
                HiddenSize = 8,
                LayerCount = 2,
                HeadCount = 4,
                IntermediateSize = 14,
                PositionCount = 24,
                TypeCount = 3,
                Activation = "relu",
                LayerNormEpsilon = 1e-5,
                HiddenDropout = 0.25,
                AttentionDropout = 0,
                PadTokenId = 1,
                ModelType = "roberta",
                PositionEmbeddingType = "relative_key",
                IsDecoder = true,
                HasCrossAttention = true,
            },
            config);
    }

    [Fact]
    public void AbsentKeysHaveTheDefaultsOfTheReference()
    {
        BertConfig config = Parse($$"""{ {{Sizes}}, "hidden_act": null }""");
        Assert.Equal((512, 2, "gelu", 1e-12), (config.PositionCount, config.TypeCount, config.Activation, config.LayerNormEpsilon));
        Assert.Equal((0.1, 0.1, 0), (config.HiddenDropout, config.AttentionDropout, config.PadTokenId));
        Assert.Equal(("bert", "absolute", false, false), (config.ModelType, config.PositionEmbeddingType, config.IsDecoder, config.HasCrossAttention));
    }

    [Fact]
    public void TheLastOfRepeatedKeysCountsAndAByteOrderMarkIsSkipped()
    {
        BertConfig config = Parse($$"""{{'\uFEFF'}}{ "hidden_size": 4, {{Sizes}} }""");
        Assert.Equal(8, config.HiddenSize);
    }

    [Theory]
    [InlineData("{ \"vocab_size\": 30 }", "expected the key \"hidden_size\", found none.")]
    [InlineData("{ \"vocab_size\": 30.5 }", "\"vocab_size\": expected an integer between 1 and 16777216, found 30.5.")]
    [InlineData("{ \"vocab_size\": 99999999999 }", "\"vocab_size\": expected an integer between 1 and 16777216, found 99999999999.")]
    [InlineData("{ \"vocab_size\": \"30\" }", "\"vocab_size\": expected an integer between 1 and 16777216, found \"30\".")]
    [InlineData("{ SIZES, \"hidden_act\": 1 }", "\"hidden_act\": expected a string, found 1.")]
    [InlineData("{ SIZES, \"is_decoder\": 0 }", "\"is_decoder\": expected true or false, found 0.")]
    [InlineData("{ SIZES, \"layer_norm_eps\": -1 }", "\"layer_norm_eps\": expected a positive 32-bit float, found -1.")]
    [InlineData("{ SIZES, \"layer_norm_eps\": 1e999 }", "\"layer_norm_eps\": expected a positive 32-bit float, found 1e999.")]
    [InlineData("{ SIZES, \"hidden_dropout_prob\": 1 }", "\"hidden_dropout_prob\": expected a number of at least 0 and below 1, found 1.")]
    [InlineData("[1, 2]", "expected a JSON object, found [1, 2].")]
    [InlineData("{ \"vocab_size\": 30,", "is not valid JSON:")]
    [InlineData("", "is not valid JSON:")]
    [InlineData("{ SIZES, \"hidden_act\": \"\\ud800\" }", "is not valid JSON:")]
    public void WhatIsWrongIsNamed(string json, string expected)
    {
        var error = Assert.Throws<CheckpointException>(() => Parse(json.Replace("SIZES", Sizes, StringComparison.Ordinal)));
        Assert.StartsWith($"some/config.json: {expected}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n  \"vocab_size\": 61,\n}", "At line 3, column 1.")]
    [InlineData("{\r  \"\u6f22\U0001F600\": x}", "At line 2, column 10.")]
    [InlineData("{ SIZES,\r\n\r\n \"layer_norm_eps\": -1 }", "found -1. At line 3, column 20.")]
    [InlineData("{ SIZES, \"is_decoder\": false,\n \"is_decoder\": 0 }", "At line 2, column 16.")]
    [InlineData("{ SIZES,\n \"a\\\\u\": \"\\\\ud800\\ud800\" }", "half of a surrogate pair. At line 2, column 18.")]
    public void APlaceIsNamed(string json, string expected)
    {
        var error = Assert.Throws<CheckpointException>(() => Parse(json.Replace("SIZES", Sizes, StringComparison.Ordinal)));
        Assert.EndsWith(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APipeIsNotWaitedFor()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        foreach (string name in (string[])["config.json", "vocab.txt", "model.safetensors"])
        {
            using var pipe = System.Diagnostics.Process.Start("mkfifo", [folder.File(name)]);
            pipe.WaitForExit();
        }

        const string Found = "found a pipe or a device";
        Assert.Contains(Found, Assert.Throws<CheckpointException>(() => BertConfig.Load(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains(Found, Assert.Throws<CheckpointException>(() => Checkpoint.Open(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains(Found, Assert.Throws<BertGen.Text.VocabularyException>(() => BertGen.Text.Vocabulary.Load(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains(Found, Assert.Throws<CheckpointException>(() => Checkpoint.Open(folder.File("model.safetensors"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BothNamesAreFoundInAFolderAndTheNewerOneWins()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("expected config.json or bert_config.json", Assert.Throws<CheckpointException>(() => BertConfig.Load(folder.Path)).Message, StringComparison.Ordinal);
        File.WriteAllText(folder.File("bert_config.json"), $$"""{ {{Sizes}} }""");
        Assert.Equal(512, BertConfig.Load(folder.Path).PositionCount);
        File.WriteAllText(folder.File("config.json"), $$"""{ {{Sizes}}, "max_position_embeddings": 24 }""");
        Assert.Equal(24, BertConfig.Load(folder.Path).PositionCount);
        Assert.Equal(512, BertConfig.Load(folder.File("bert_config.json")).PositionCount);
    }

    [Fact]
    public void AHugeFileIsRefusedBeforeItIsRead()
    {
        using var folder = new TemporaryFolder();
        using (FileStream file = File.Create(folder.File("config.json")))
        {
            file.SetLength(1L << 40);
        }

        var error = Assert.Throws<CheckpointException>(() => BertConfig.Load(folder.Path));
        Assert.EndsWith("is too long for a config: expected at most 16777216 bytes, found 1099511627776.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ItTellsTheTensorsOfTheModel()
    {
        IReadOnlyList<WeightSpec> weights = Parse($$"""{ {{Sizes}}, "max_position_embeddings": 24 }""").Weights();
        Assert.Equal(TinyModel.Weights(vocabulary: 30).Where(weight => !weight.Name.StartsWith("pooler", StringComparison.Ordinal)), weights);
    }

    private static BertConfig Parse(string json) => BertConfig.Parse(Encoding.UTF8.GetBytes(json), "some/config.json");
}
