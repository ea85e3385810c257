using System.Globalization;
using System.Text;
using BertGen.Engine.Kernels;

namespace BertGen.Checkpoints;

/// <summary>Compares the config that a class was compiled from with the one beside the weights.</summary>
internal static class BertConfigComparison
{
    /// <summary>Throws where they describe another computation. Dropout does not count: it is for training.</summary>
    /// <exception cref="CheckpointException">Keys differ: the message lists all of them.</exception>
    public static void Check(BertConfig compiled, BertConfig found, string path)
    {
        var text = new StringBuilder();
        foreach ((string key, object expected, object actual) in Values(compiled).Zip(Values(found), (one, other) => (one.Key, one.Value, other.Value)))
        {
            if (!expected.Equals(actual))
            {
                text.Append(CultureInfo.InvariantCulture, $"\n  {key}: compiled {Shown(key, compiled, expected)}, found {Shown(key, found, actual)}");
            }
        }

        if (text.Length > 0)
        {
            throw new CheckpointException(path, $"describes another model than the one that was compiled.{text}");
        }
    }

    // As the computation has them: an activation may have two names, and epsilon is a 32-bit float.
    private static IEnumerable<(string Key, object Value)> Values(BertConfig config) =>
    [
        ("vocab_size", config.VocabularySize),
        ("hidden_size", config.HiddenSize),
        ("num_hidden_layers", config.LayerCount),
        ("num_attention_heads", config.HeadCount),
        ("intermediate_size", config.IntermediateSize),
        ("max_position_embeddings", config.PositionCount),
        ("type_vocab_size", config.TypeCount),
        ("hidden_act", Function(config.Activation)),
        ("layer_norm_eps", (float)config.LayerNormEpsilon),
        ("pad_token_id", config.PadTokenId),
        ("model_type", config.ModelType),
        ("position_embedding_type", config.PositionEmbeddingType),
        ("is_decoder", config.IsDecoder),
        ("add_cross_attention", config.HasCrossAttention),
    ];

    private static string Function(string activation) => ActivationTable.Find(activation)?.ToString() ?? activation;

    // As a config has them.
    private static string Shown(string key, BertConfig config, object value) => (key, value) switch
    {
        ("hidden_act", _) => $"\"{config.Activation}\"",
        ("layer_norm_eps", _) => config.LayerNormEpsilon.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant(),
        (_, string text) => $"\"{text}\"",
        (_, bool flag) => flag ? "true" : "false",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };
}
