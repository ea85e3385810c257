using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Json;

namespace BertGen.Generator.Architectures.ModernBert;

/// <summary>Reads a config of ModernBERT, in the form of today and in that of its first year: with both, today's counts.</summary>
internal static class ModernBertConfigReader
{
    public const string MeanPooling = "mean";

    private const string LayersKey = "layer_types";
    private const string EveryKey = "global_attn_every_n_layers";
    private const string GlobalThetaKey = "global_rope_theta";
    private const string LocalThetaKey = "local_rope_theta";
    private const string WindowKey = "local_attention";
    private const string Full = "full_attention";
    private const string Sliding = "sliding_attention";
    private const string PoolingKey = "classifier_pooling";
    public const string DecoderBiasKey = "decoder_bias";
    private const string HeadActivationKey = "classifier_activation";
    private const string GlobalTheta = "160000.0";
    private const string LocalTheta = "10000.0";
    private const int DefaultEvery = 3;
    private const int DefaultWindow = 128;

    public static EncoderConfig Read(KeyReader keys, JsonObject root)
    {
        var refused = new List<Refusal>();
        int layers = keys.Integer(root, "num_hidden_layers", null, 1, ConfigLimits.MostLayers);
        IReadOnlyList<string>? types = keys.Texts(root, LayersKey);
        int every = keys.Integer(root, EveryKey, DefaultEvery, 1, ConfigLimits.MostLayers);
        JsonObject? rules = keys.Object(root, RotaryReader.ObjectKey);
        if (rules is null && keys.Has(root, LocalThetaKey) && keys.Unusual(root, LocalThetaKey) is null)
        {
            refused.Add(new Refusal(LocalThetaKey, "null", "a number"));
        }

        CheckLayers(types, layers, refused);
        return new()
        {
            VocabularySize = keys.Integer(root, "vocab_size", null, 1, ConfigLimits.MostRows),
            HiddenSize = keys.Integer(root, "hidden_size", null, 1, ConfigLimits.MostColumns),
            LayerCount = layers,
            HeadCount = keys.Integer(root, "num_attention_heads", null, 1, ConfigLimits.MostColumns),
            IntermediateSize = keys.Integer(root, "intermediate_size", null, 1, ConfigLimits.MostColumns),
            PositionCount = keys.Integer(root, "max_position_embeddings", 8192, 1, ConfigLimits.MostRows),
            Activation = keys.Text(root, "hidden_activation", "gelu"),
            LayerNormEpsilon = ConfigLimits.Epsilon(keys, root, "norm_eps", "1e-5"),
            HiddenDropout = ConfigLimits.Probability(keys, root, "embedding_dropout", "0.0"),
            AttentionDropout = ConfigLimits.Probability(keys, root, "attention_dropout", "0.0"),
            InnerDropout = ConfigLimits.Probability(keys, root, "mlp_dropout", "0.0"),
            PadTokenId = keys.Integer(root, "pad_token_id", 50283, int.MinValue, int.MaxValue),
            SavedClass = keys.FirstText(root, "architectures"),
            Labels = LabelReader.Read(keys, root),
            HasNormBias = keys.Boolean(root, "norm_bias", false),
            HasAttentionBias = keys.Boolean(root, "attention_bias", false),
            HasMlpBias = keys.Boolean(root, "mlp_bias", false),
            HasClassifierBias = keys.Boolean(root, "classifier_bias", false),
            HasDecoderBias = keys.Boolean(root, DecoderBiasKey, true),
            ClassifierActivation = keys.Text(root, HeadActivationKey, "gelu"),
            ClassifierPooling = keys.Text(root, PoolingKey, "cls"),
            LocalWindow = keys.Integer(root, WindowKey, DefaultWindow, 1, ConfigLimits.MostRows),
            GlobalEvery = types is null ? every : 0,
            LocalLayers = (types?.Select(type => type == Sliding) ?? Enumerable.Range(0, layers).Select(layer => layer % every != 0)).ToEquatable(),
            Rotary = Rule(keys, root, rules, Full, GlobalThetaKey, GlobalTheta, refused),
            LocalRotary = Rule(keys, root, rules, Sliding, LocalThetaKey, LocalTheta, refused),
            Refused = refused.ToEquatable(),
        };
    }

    public static IEnumerable<(string Key, string Found, string Supported)> Refusals(EncoderConfig config)
    {
        foreach (Refusal refusal in config.Refused)
        {
            yield return (refusal.Key, refusal.Found, refusal.Supported);
        }

        if (config.ClassifierPooling is not ("cls" or MeanPooling))
        {
            yield return (PoolingKey, $"\"{config.ClassifierPooling}\"", "\"cls\" or \"mean\"");
        }

        if (Activations.Parse(config.ClassifierActivation) is null)
        {
            yield return (HeadActivationKey, $"\"{config.ClassifierActivation}\"", string.Join(", ", Activations.Names));
        }
    }

    public static IEnumerable<CompiledKey> Keys(EncoderConfig config)
    {
        yield return new(KeyKind.Text, "\"modernbert\"", "\"modernbert\"", "model_type");
        yield return new(KeyKind.Integer, NumberText.Plain(config.VocabularySize), null, "vocab_size");
        yield return new(KeyKind.Integer, NumberText.Plain(config.HiddenSize), null, "hidden_size");
        yield return new(KeyKind.Integer, NumberText.Plain(config.LayerCount), null, "num_hidden_layers");
        yield return new(KeyKind.Integer, NumberText.Plain(config.HeadCount), null, "num_attention_heads");
        yield return new(KeyKind.Integer, NumberText.Plain(config.IntermediateSize), null, "intermediate_size");
        yield return new(KeyKind.Activation, $"\"{config.Activation}\"", "\"gelu\"", "hidden_activation");
        yield return new(KeyKind.Integer, NumberText.Plain(config.PositionCount), "8192", "max_position_embeddings");
        yield return new(KeyKind.Number, config.LayerNormEpsilon, "1e-5", "norm_eps");
        yield return Flag("norm_bias", config.HasNormBias);
        yield return Flag("attention_bias", config.HasAttentionBias);
        yield return Flag("mlp_bias", config.HasMlpBias);
        yield return new(KeyKind.Integer, NumberText.Plain(config.LocalWindow), NumberText.Plain(DefaultWindow), WindowKey);
        foreach (CompiledKey key in LayerKeys(config))
        {
            yield return key;
        }

        yield return new(KeyKind.Integer, NumberText.Plain(config.PadTokenId), "50283", "pad_token_id");
        yield return new(KeyKind.Dropout, "0.0", "0.0", "embedding_dropout");
        yield return new(KeyKind.Dropout, "0.0", "0.0", "attention_dropout");
        yield return new(KeyKind.Dropout, "0.0", "0.0", "mlp_dropout");
        if (config.Labels.Count > 0)
        {
            yield return new(KeyKind.Text, $"\"{config.ClassifierPooling}\"", "\"cls\"", PoolingKey);
            foreach (CompiledKey key in HeadKeys(config))
            {
                yield return key;
            }
        }
    }

    /// <summary>The keys of what all heads have before their last product.</summary>
    public static IEnumerable<CompiledKey> HeadKeys(EncoderConfig config) =>
    [
        new(KeyKind.Activation, $"\"{config.ClassifierActivation}\"", "\"gelu\"", HeadActivationKey),
        Flag("classifier_bias", config.HasClassifierBias),
    ];

    // A saved config has the form of the one that was compiled.
    private static IEnumerable<CompiledKey> LayerKeys(EncoderConfig config)
    {
        if (config.GlobalEvery > 0)
        {
            yield return new(KeyKind.Integer, NumberText.Plain(config.GlobalEvery), NumberText.Plain(DefaultEvery), EveryKey);
        }

        string layers = string.Join(", ", config.LocalLayers.Select(isLocal => $"\"{(isLocal ? Sliding : Full)}\""));
        yield return new(KeyKind.Texts, layers, null, LayersKey) { IsSaved = config.GlobalEvery == 0 };

        foreach (CompiledKey key in RuleKeys(config.Rotary!, Full, GlobalThetaKey, GlobalTheta, config).Concat(RuleKeys(config.LocalRotary!, Sliding, LocalThetaKey, LocalTheta, config)))
        {
            yield return key;
        }
    }

    private static IEnumerable<CompiledKey> RuleKeys(RotaryRule rule, string kind, string oldTheta, string theta, EncoderConfig config)
    {
        string start = $"{RotaryReader.ObjectKey}.{kind}.";
        bool isOld = config.GlobalEvery > 0 && !rule.IsScaled;
        yield return isOld
            ? new(KeyKind.Number, rule.Theta, theta, oldTheta, start + "rope_theta")
            : new(KeyKind.Number, rule.Theta, theta, start + "rope_theta", oldTheta);
        yield return new(KeyKind.Text, $"\"{rule.Type}\"", $"\"{RotaryRule.Plain}\"", start + "rope_type") { IsSaved = !isOld };

        if (rule.IsScaled)
        {
            yield return new(KeyKind.Number, rule.Factor, "1.0", start + "factor");
        }
    }

    private static RotaryRule Rule(KeyReader keys, JsonObject root, JsonObject? rules, string kind, string oldTheta, string theta, List<Refusal> refused) =>
        RotaryReader.Rule(keys, root, oldTheta, rules is null ? null : keys.Object(rules, kind), null, theta, refused, RotaryRule.Plain, RotaryRule.Linear);

    private static void CheckLayers(IReadOnlyList<string>? types, int layers, List<Refusal> refused)
    {
        if (types is not null && types.Count != layers)
        {
            refused.Add(new Refusal(LayersKey, $"a list of {NumberText.Plain(types.Count)}", $"one for each of the {NumberText.Plain(layers)} layers"));
        }
        else if (types?.FirstOrDefault(type => type is not (Full or Sliding)) is { } other)
        {
            refused.Add(new Refusal(LayersKey, $"\"{other}\"", $"\"{Full}\" and \"{Sliding}\""));
        }
    }

    private static CompiledKey Flag(string name, bool value) => new(KeyKind.Flag, value ? "true" : "false", "false", name);
}
