using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Json;

namespace BertGen.Generator.Architectures;

/// <summary>Reads what the configs of nomic-bert, gte and jina v3 have in common: BERT's keys, and rotary positions.</summary>
/// <param name="modelType">The family.</param>
/// <param name="defaults">What absent keys are.</param>
internal sealed class RotaryConfigReader(string modelType, RotaryDefaults defaults)
{
    public EncoderConfig Read(KeyReader keys, JsonObject root, List<Refusal> refused, params string[] scalings) => new()
    {
        VocabularySize = keys.Integer(root, "vocab_size", null, 1, ConfigLimits.MostRows),
        HiddenSize = keys.Integer(root, Name(keys, root, "hidden_size", "n_embd"), null, 1, ConfigLimits.MostColumns),
        LayerCount = keys.Integer(root, Name(keys, root, "num_hidden_layers", "n_layer"), null, 1, ConfigLimits.MostLayers),
        HeadCount = keys.Integer(root, Name(keys, root, "num_attention_heads", "n_head"), null, 1, ConfigLimits.MostColumns),
        HeadWidth = defaults.HasHeadWidth ? keys.Integer(root, "head_dim", 0, 0, ConfigLimits.MostColumns) : 0,
        IntermediateSize = keys.Integer(root, Name(keys, root, "intermediate_size", "n_inner"), null, 1, ConfigLimits.MostColumns),
        PositionCount = keys.Integer(root, Name(keys, root, "max_position_embeddings", "n_positions"), defaults.Positions, 1, ConfigLimits.MostRows),
        TypeCount = keys.Integer(root, "type_vocab_size", defaults.Types, 0, ConfigLimits.MostColumns),
        Activation = keys.Text(root, "hidden_act", defaults.Activation),
        LayerNormEpsilon = ConfigLimits.Epsilon(keys, root, Name(keys, root, "layer_norm_eps", "layer_norm_epsilon"), defaults.Epsilon),
        HiddenDropout = ConfigLimits.Probability(keys, root, "hidden_dropout_prob", defaults.HiddenDropout),
        AttentionDropout = ConfigLimits.Probability(keys, root, "attention_probs_dropout_prob", defaults.AttentionDropout),
        PadTokenId = keys.Integer(root, "pad_token_id", defaults.Padding, int.MinValue, int.MaxValue),
        SavedClass = keys.FirstText(root, "architectures"),
        Labels = LabelReader.Read(keys, root),
        Rotary = RotaryReader.Read(keys, root, defaults.Theta, refused, scalings),
    };

    public IEnumerable<CompiledKey> Keys(EncoderConfig config)
    {
        yield return new(KeyKind.Text, $"\"{modelType}\"", $"\"{modelType}\"", "model_type");
        yield return new(KeyKind.Integer, NumberText.Plain(config.VocabularySize), null, "vocab_size");
        yield return new(KeyKind.Integer, NumberText.Plain(config.HiddenSize), null, Names("hidden_size", "n_embd"));
        yield return new(KeyKind.Integer, NumberText.Plain(config.LayerCount), null, Names("num_hidden_layers", "n_layer"));
        yield return new(KeyKind.Integer, NumberText.Plain(config.HeadCount), null, Names("num_attention_heads", "n_head"));
        if (config.HeadWidth > 0)
        {
            yield return new(KeyKind.Integer, NumberText.Plain(config.HeadWidth), NumberText.Plain(config.HiddenSize / config.HeadCount), "head_dim");
        }

        yield return new(KeyKind.Integer, NumberText.Plain(config.IntermediateSize), null, Names("intermediate_size", "n_inner"));
        yield return new(KeyKind.Activation, $"\"{config.Activation}\"", $"\"{defaults.Activation}\"", "hidden_act");
        yield return new(KeyKind.Dropout, defaults.HiddenDropout, defaults.HiddenDropout, "hidden_dropout_prob");
        yield return new(KeyKind.Dropout, defaults.AttentionDropout, defaults.AttentionDropout, "attention_probs_dropout_prob");
        yield return new(KeyKind.Integer, NumberText.Plain(config.PositionCount), NumberText.Plain(defaults.Positions), Names("max_position_embeddings", "n_positions"));
        yield return new(KeyKind.Integer, NumberText.Plain(config.TypeCount), NumberText.Plain(defaults.Types), "type_vocab_size");
        yield return new(KeyKind.Number, config.LayerNormEpsilon, defaults.Epsilon, Names("layer_norm_eps", "layer_norm_epsilon"));
        yield return new(KeyKind.Integer, NumberText.Plain(config.PadTokenId), NumberText.Plain(defaults.Padding), "pad_token_id");
        foreach (CompiledKey key in RotaryReader.Keys(config.Rotary!, defaults.Theta, defaults.HasOldRotaryKeys))
        {
            yield return key;
        }
    }

    private string Name(KeyReader keys, JsonObject root, string name, string original) => keys.NameOf(root, Names(name, original));

    private string[] Names(string name, string original) => defaults.HasOriginalKeys ? [name, original] : [name];
}

/// <summary>What absent keys of a family are.</summary>
internal sealed record RotaryDefaults
{
    public required string Theta { get; init; }

    public required int Positions { get; init; }

    public required int Types { get; init; }

    public required string Activation { get; init; }

    public required int Padding { get; init; }

    public string Epsilon { get; init; } = "1e-12";

    public string HiddenDropout { get; init; } = "0.1";

    public string AttentionDropout { get; init; } = "0.1";

    public bool HasHeadWidth { get; init; }

    /// <summary>Whether its program reads only the older keys of rotary positions.</summary>
    public bool HasOldRotaryKeys { get; init; }

    /// <summary>Whether the keys of the original program are read where the others are not there.</summary>
    public bool HasOriginalKeys { get; init; }
}
