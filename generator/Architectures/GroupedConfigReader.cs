using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Json;

namespace BertGen.Generator.Architectures;

/// <summary>Reads what the configs of EuroBERT and Qwen3 have in common.</summary>
/// <param name="modelType">The family.</param>
/// <param name="epsilon">What norms add to the mean of the squares, where the file does not say.</param>
/// <param name="positions">Positions where the file does not say.</param>
/// <param name="headWidth">Width of a head where the file does not say; 0: all heads together are as wide as the layers.</param>
internal sealed class GroupedConfigReader(string modelType, string epsilon, int positions, int headWidth)
{
    public const string KeyHeadsKey = "num_key_value_heads";

    private const string HeadWidthKey = "head_dim";
    private const string Theta = "10000.0";

    public EncoderConfig Read(KeyReader keys, JsonObject root, List<Refusal> refused)
    {
        int heads = keys.Integer(root, "num_attention_heads", null, 1, ConfigLimits.MostColumns);
        int keyHeads = keys.Integer(root, KeyHeadsKey, heads, 1, ConfigLimits.MostColumns);
        if (keyHeads > 0 && heads % keyHeads != 0)
        {
            refused.Add(new Refusal(KeyHeadsKey, NumberText.Plain(keyHeads), $"a divisor of the {NumberText.Plain(heads)} heads (\"num_attention_heads\")"));
        }

        return new()
        {
            VocabularySize = keys.Integer(root, "vocab_size", null, 1, ConfigLimits.MostRows),
            HiddenSize = keys.Integer(root, "hidden_size", null, 1, ConfigLimits.MostColumns),
            LayerCount = keys.Integer(root, "num_hidden_layers", null, 1, ConfigLimits.MostLayers),
            HeadCount = heads,
            KeyValueHeads = keyHeads,
            HeadWidth = keys.Integer(root, HeadWidthKey, headWidth, 0, ConfigLimits.MostColumns),
            IntermediateSize = keys.Integer(root, "intermediate_size", null, 1, ConfigLimits.MostColumns),
            PositionCount = keys.Integer(root, "max_position_embeddings", positions, 1, ConfigLimits.MostRows),
            Activation = keys.Text(root, "hidden_act", "silu"),
            LayerNormEpsilon = ConfigLimits.Epsilon(keys, root, "rms_norm_eps", epsilon),
            AttentionDropout = ConfigLimits.Probability(keys, root, "attention_dropout", "0.0"),
            HasAttentionBias = keys.Boolean(root, "attention_bias", false),
            SavedClass = keys.FirstText(root, "architectures"),
            Labels = LabelReader.Read(keys, root),
            Rotary = RotaryReader.Read(keys, root, Theta, refused, RotaryRule.Plain, RotaryRule.Linear, RotaryRule.Dynamic),
        };
    }

    public IEnumerable<CompiledKey> Keys(EncoderConfig config)
    {
        yield return new(KeyKind.Text, $"\"{modelType}\"", $"\"{modelType}\"", "model_type");
        yield return new(KeyKind.Integer, NumberText.Plain(config.VocabularySize), null, "vocab_size");
        yield return new(KeyKind.Integer, NumberText.Plain(config.HiddenSize), null, "hidden_size");
        yield return new(KeyKind.Integer, NumberText.Plain(config.LayerCount), null, "num_hidden_layers");
        yield return new(KeyKind.Integer, NumberText.Plain(config.HeadCount), null, "num_attention_heads");
        yield return new(KeyKind.Integer, NumberText.Plain(config.KeyValueHeads), NumberText.Plain(config.HeadCount), KeyHeadsKey);
        yield return new(KeyKind.Integer, NumberText.Plain(config.HeadSize), NumberText.Plain(headWidth == 0 ? config.HiddenSize / config.HeadCount : headWidth), HeadWidthKey);
        yield return new(KeyKind.Integer, NumberText.Plain(config.IntermediateSize), null, "intermediate_size");
        yield return new(KeyKind.Activation, $"\"{config.Activation}\"", "\"silu\"", "hidden_act");
        yield return new(KeyKind.Integer, NumberText.Plain(config.PositionCount), NumberText.Plain(positions), "max_position_embeddings");
        yield return new(KeyKind.Number, config.LayerNormEpsilon, epsilon, "rms_norm_eps");
        yield return new(KeyKind.Flag, config.HasAttentionBias ? "true" : "false", "false", "attention_bias");
        yield return new(KeyKind.Dropout, "0.0", "0.0", "attention_dropout");
        foreach (CompiledKey key in RotaryReader.Keys(config.Rotary!, Theta))
        {
            yield return key;
        }
    }
}
