using System.Reflection;
using System.Text.Json;
using BertGen.Engine;
using BertGen.Tool.Compiling;
using BertGen.Tool.Pipe;
using BertGen.Tool.Tests.Harness;

namespace BertGen.Tool.Tests;

/// <summary>The memory that <c>bertgen inspect</c> tells of, beside what a loaded model holds.</summary>
public sealed class LoadedSizeTests : IDisposable
{
    private const string BertBase = """
        {"architectures": ["BertModel"], "model_type": "bert", "vocab_size": 30522, "hidden_size": 768, "num_hidden_layers": 12,
         "num_attention_heads": 12, "intermediate_size": 3072, "hidden_act": "gelu", "max_position_embeddings": 512,
         "type_vocab_size": 2, "layer_norm_eps": 1e-12, "pad_token_id": 0}
        """;

    private readonly PipeFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Int8_holds_less_than_a_third_of_the_published_bert_base()
    {
        LoadedSize size = LoadedSize.Of(BertBase)!;

        // Words, positions with both types, and the layers: each of 7,077,888 weights, with biases and norms.
        long floats = (30_522L * 768) + (2L * 512 * 768) + (2 * 768) + (12L * ((7_077_888 + 2304 + 768 + 3072 + 768) + (4 * 768)));
        Assert.Equal(4 * floats, size.Float32);
        Assert.InRange((double)size.Int8 / size.Float32, 0.25, 0.32);
    }

    [Theory]
    [InlineData("wordnet-mini", 0.32)]

    // Narrower than a block of inputs, which is filled up with zeros.
    [InlineData("families/albert-s", 1.5)]
    [InlineData("families/eurobert-s", 1.5)]
    public void What_is_told_is_what_a_loaded_model_holds(string model, double largestShare)
    {
        string path = Path.Combine(AppContext.BaseDirectory, model);
        LoadedSize size = LoadedSize.OfModel(path)!;

        Assert.Equal(size.Float32, Held(path, "Float32"));
        Assert.Equal(size.Int8, Held(path, "Int8"));
        Assert.InRange((double)size.Int8 / size.Float32, 0.2, largestShare);
    }

    [Fact]
    public async Task Inspect_tells_both()
    {
        LoadedSize size = LoadedSize.OfModel(PipeFolder.WordNetMini)!;
        JsonElement told = JsonDocument.Parse((await _folder.InvokeAsync(["inspect", PipeFolder.WordNetMini, "--json"])).Output).RootElement.GetProperty("bytesAfterLoad");
        Assert.Equal((size.Float32, size.Int8), (told.GetProperty("float32").GetInt64(), told.GetProperty("int8").GetInt64()));
        Assert.Contains("in float32, ", (await _folder.InvokeAsync(["inspect", PipeFolder.WordNetMini])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_config_that_is_none_has_no_size()
    {
        Assert.Null(LoadedSize.Of("{}"));
        Assert.Null(LoadedSize.Of(BertBase.Replace("\"num_attention_heads\": 12", "\"num_attention_heads\": 7", StringComparison.Ordinal)));
    }

    private long Held(string path, string precision)
    {
        var options = new ModelOptions();
        options.Set(nameof(BertModelAttribute.Precision), $"global::BertGen.BertPrecision.{precision}");
        options.Set(nameof(BertModelAttribute.TopLayerOnly), "true");
        options.Set(nameof(BertModelAttribute.Pooler), "false");
        using var model = PipedModel.Open(ModelPlace.Of(path), options, _folder.Settings(), _ => { });
        object encoder = model.Loaded.Encoder;
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        return encoder.GetType().GetFields(Any)
            .Select(field => field.GetValue(encoder))
            .Select(inner => inner?.GetType().GetField("Memory", Any)?.GetValue(inner))
            .OfType<WeightMemory>()
            .Single()
            .Bytes;
    }
}
