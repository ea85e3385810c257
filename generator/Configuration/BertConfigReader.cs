using System.Globalization;
using BertGen.Generator.Configuration.Json;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Configuration;

/// <summary>
/// Reads a config in the Hugging Face form or the original Google form. The keys are the same; the older form has fewer
/// of them, and the defaults are those of the reference.
/// </summary>
internal static class BertConfigReader
{
    // Far above any BERT, and low enough that products of two sizes fit in 64 bits.
    private const int MostRows = 1 << 24;
    private const int MostColumns = 1 << 18;
    private const int MostLayers = 1 << 10;

    public static FileReading Read(string path, SourceText text)
    {
        var keys = new KeyReader(path, text);
        BertConfig? config = keys.RootObject() is { } root ? Read(keys, root) : null;
        return keys.Finish(new ConfigFile(path, keys.Findings, keys.HasErrors ? null : config));
    }

    private static BertConfig Read(KeyReader keys, JsonObject root) => new()
    {
        VocabularySize = keys.Integer(root, "vocab_size", null, 1, MostRows),
        HiddenSize = keys.Integer(root, "hidden_size", null, 1, MostColumns),
        LayerCount = keys.Integer(root, "num_hidden_layers", null, 1, MostLayers),
        HeadCount = keys.Integer(root, "num_attention_heads", null, 1, MostColumns),
        IntermediateSize = keys.Integer(root, "intermediate_size", null, 1, MostColumns),
        PositionCount = keys.Integer(root, "max_position_embeddings", 512, 1, MostRows),
        TypeCount = keys.Integer(root, "type_vocab_size", 2, 1, MostColumns),
        Activation = keys.Text(root, "hidden_act", "gelu"),
        LayerNormEpsilon = AsReal(keys.Number(root, "layer_norm_eps", "1e-12", IsPositiveFloat, "a positive number that a 32-bit float can hold")),
        HiddenDropout = Probability(keys, root, "hidden_dropout_prob"),
        AttentionDropout = Probability(keys, root, "attention_probs_dropout_prob"),
        PadTokenId = keys.Integer(root, "pad_token_id", 0, int.MinValue, int.MaxValue),
        ModelType = keys.Text(root, "model_type", "bert"),
        PositionEmbeddingType = keys.Text(root, "position_embedding_type", "absolute"),
        IsDecoder = keys.Boolean(root, "is_decoder", false),
        HasCrossAttention = keys.Boolean(root, "add_cross_attention", false),
    };

    private static double Probability(KeyReader keys, JsonObject root, string key)
    {
        string text = keys.Number(root, key, "0.1", static value => value >= 0 && (float)value < 1, "at least 0 and below 1");
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : 0;
    }

    // Without a point or an exponent, C# takes it for an integer, which ends at 64 bits.
    private static string AsReal(string number) => number.IndexOfAny(['.', 'e', 'E']) < 0 ? number + ".0" : number;

    private static bool IsPositiveFloat(double value) => (float)value > 0 && !float.IsInfinity((float)value);
}
