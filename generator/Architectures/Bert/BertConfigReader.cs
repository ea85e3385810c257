using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Json;

namespace BertGen.Generator.Architectures.Bert;

/// <summary>
/// Reads BERT's config in the Hugging Face form or the original Google form. The keys are the same; the older form has fewer
/// of them, and the defaults are those of the reference.
/// </summary>
internal static class BertConfigReader
{
    public static EncoderConfig Read(KeyReader keys, JsonObject root) => new()
    {
        VocabularySize = keys.Integer(root, "vocab_size", null, 1, ConfigLimits.MostRows),
        HiddenSize = keys.Integer(root, "hidden_size", null, 1, ConfigLimits.MostColumns),
        LayerCount = keys.Integer(root, "num_hidden_layers", null, 1, ConfigLimits.MostLayers),
        HeadCount = keys.Integer(root, "num_attention_heads", null, 1, ConfigLimits.MostColumns),
        IntermediateSize = keys.Integer(root, "intermediate_size", null, 1, ConfigLimits.MostColumns),
        PositionCount = keys.Integer(root, "max_position_embeddings", 512, 1, ConfigLimits.MostRows),
        TypeCount = keys.Integer(root, "type_vocab_size", 2, 1, ConfigLimits.MostColumns),
        Activation = keys.Text(root, "hidden_act", "gelu"),
        LayerNormEpsilon = ConfigLimits.Epsilon(keys, root, "layer_norm_eps"),
        HiddenDropout = ConfigLimits.Probability(keys, root, "hidden_dropout_prob"),
        AttentionDropout = ConfigLimits.Probability(keys, root, "attention_probs_dropout_prob"),
        PadTokenId = keys.Integer(root, "pad_token_id", 0, int.MinValue, int.MaxValue),
        PositionEmbeddingType = keys.Text(root, "position_embedding_type", "absolute"),
        IsDecoder = keys.Boolean(root, "is_decoder", false),
        HasCrossAttention = keys.Boolean(root, "add_cross_attention", false),
        SavedClass = keys.FirstText(root, "architectures"),
        Labels = LabelReader.Read(keys, root),
    };
}
