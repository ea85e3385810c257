using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Json;

namespace BertGen.Generator.Architectures.Bert;

/// <summary>
/// Reads BERT's config in the Hugging Face form or the original Google form. The keys are the same; the older form has fewer
/// of them, and the defaults are those of the reference.
/// </summary>
internal static class BertConfigReader
{
    private const string AdaptersKey = "lora_adaptations";

    /// <summary>What BERT calls its sizes, and most families with it.</summary>
    public static SizeKeys Sizes { get; } = new(
        "vocab_size", "hidden_size", "num_attention_heads", "num_hidden_layers", "max_position_embeddings", "hidden_act", "pad_token_id");

    /// <summary>Reads a config.</summary>
    /// <param name="keys">Reports what is wrong.</param>
    /// <param name="root">The file.</param>
    /// <param name="padding"><c>pad_token_id</c> where the file does not have it.</param>
    /// <param name="hasTypes">Whether the family has token types.</param>
    public static EncoderConfig Read(KeyReader keys, JsonObject root, int padding = 0, bool hasTypes = true) => new()
    {
        VocabularySize = keys.Integer(root, "vocab_size", null, 1, ConfigLimits.MostRows),
        HiddenSize = keys.Integer(root, "hidden_size", null, 1, ConfigLimits.MostColumns),
        LayerCount = keys.Integer(root, "num_hidden_layers", null, 1, ConfigLimits.MostLayers),
        HeadCount = keys.Integer(root, "num_attention_heads", null, 1, ConfigLimits.MostColumns),
        IntermediateSize = keys.Integer(root, "intermediate_size", null, 1, ConfigLimits.MostColumns),
        PositionCount = keys.Integer(root, "max_position_embeddings", 512, 1, ConfigLimits.MostRows),
        TypeCount = hasTypes ? keys.Integer(root, "type_vocab_size", 2, 1, ConfigLimits.MostColumns) : 0,
        Activation = keys.Text(root, "hidden_act", "gelu"),
        LayerNormEpsilon = ConfigLimits.Epsilon(keys, root, "layer_norm_eps"),
        HiddenDropout = ConfigLimits.Probability(keys, root, "hidden_dropout_prob"),
        AttentionDropout = ConfigLimits.Probability(keys, root, "attention_probs_dropout_prob"),
        PadTokenId = keys.Integer(root, "pad_token_id", padding, int.MinValue, int.MaxValue),
        PositionEmbeddingType = keys.Text(root, "position_embedding_type", "absolute"),
        FirstAdapter = keys.FirstText(root, AdaptersKey),
        IsDecoder = keys.Boolean(root, "is_decoder", false),
        HasCrossAttention = keys.Boolean(root, "add_cross_attention", false),
        SavedClass = keys.FirstText(root, "architectures"),
        Labels = LabelReader.Read(keys, root),
    };

    /// <summary>What a config asks for that is another computation.</summary>
    public static IEnumerable<(string Key, string Found, string Supported)> Refusals(EncoderConfig config)
    {
        if (config.PositionEmbeddingType != "absolute")
        {
            yield return ("position_embedding_type", $"\"{config.PositionEmbeddingType}\"", "\"absolute\"");
        }

        if (config.FirstAdapter.Length > 0)
        {
            yield return (AdaptersKey, $"a list with \"{config.FirstAdapter}\"", "a model without adapters (null)");
        }

        if (config.IsDecoder)
        {
            yield return ("is_decoder", "true", "an encoder (false)");
        }

        if (config.HasCrossAttention)
        {
            yield return ("add_cross_attention", "true", "self-attention (false)");
        }
    }

    /// <summary>The keys that decide the computation.</summary>
    /// <param name="config">The config.</param>
    /// <param name="modelType">Its family.</param>
    /// <param name="padding"><c>pad_token_id</c> where a file does not have it.</param>
    public static IEnumerable<CompiledKey> Keys(EncoderConfig config, string modelType, int padding = 0) =>
    [
        new(KeyKind.Text, $"\"{modelType}\"", $"\"{modelType}\"", "model_type"),
        new(KeyKind.Integer, NumberText.Plain(config.VocabularySize), null, "vocab_size"),
        new(KeyKind.Integer, NumberText.Plain(config.HiddenSize), null, "hidden_size"),
        new(KeyKind.Integer, NumberText.Plain(config.LayerCount), null, "num_hidden_layers"),
        new(KeyKind.Integer, NumberText.Plain(config.HeadCount), null, "num_attention_heads"),
        new(KeyKind.Integer, NumberText.Plain(config.IntermediateSize), null, "intermediate_size"),
        new(KeyKind.Activation, $"\"{config.Activation}\"", "\"gelu\"", "hidden_act"),
        new(KeyKind.Dropout, "0.1", "0.1", "hidden_dropout_prob"),
        new(KeyKind.Dropout, "0.1", "0.1", "attention_probs_dropout_prob"),
        new(KeyKind.Integer, NumberText.Plain(config.PositionCount), "512", "max_position_embeddings"),
        new(KeyKind.Integer, NumberText.Plain(config.TypeCount), "2", "type_vocab_size"),
        new(KeyKind.Number, config.LayerNormEpsilon, "1e-12", "layer_norm_eps"),
        new(KeyKind.Integer, NumberText.Plain(config.PadTokenId), NumberText.Plain(padding), "pad_token_id"),
        new(KeyKind.Text, "\"absolute\"", "\"absolute\"", "position_embedding_type"),
        new(KeyKind.Flag, "false", "false", "is_decoder"),
        new(KeyKind.Flag, "false", "false", "add_cross_attention"),
    ];
}
