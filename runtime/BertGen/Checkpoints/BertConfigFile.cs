using System.Text.Json;
using BertGen.Common.Files;

namespace BertGen.Checkpoints;

/// <summary>Finds a model's config and reads it.</summary>
internal static class BertConfigFile
{
    // The limits of the compiler: far above any BERT, and low enough that products of two sizes fit in 64 bits.
    private const int MostRows = 1 << 24;
    private const int MostColumns = 1 << 18;
    private const int MostLayers = 1 << 10;

    /// <summary>In order of preference; the second is the name that the original models came with.</summary>
    public static IReadOnlyList<string> FileNames { get; } = ["config.json", "bert_config.json"];

    /// <summary>The config of a model folder, or null.</summary>
    public static string? Find(string folder) => FileNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    public static CheckpointException Missing(string folder) =>
        new(folder, $"expected {string.Join(" or ", FileNames)} in this folder, found neither.");

    /// <exception cref="CheckpointException">The file cannot be read.</exception>
    public static BertConfig Read(string path) => Parse(ReadBytes(path), path);

    /// <summary>The content of a config.</summary>
    /// <exception cref="CheckpointException">The file cannot be read.</exception>
    public static byte[] ReadBytes(string path)
    {
        try
        {
            return PlainFile.ReadAll(path, FileLimits.Config);
        }
        catch (PlainFileException e) when (e.Problem.Kind == FileProblemKind.Length)
        {
            throw new CheckpointException(path, $"is too long for a config: {e.Problem.Text}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, $"cannot be read: {e.Message}", e);
        }
    }

    /// <exception cref="CheckpointException">The content is no config.</exception>
    public static BertConfig Parse(ReadOnlyMemory<byte> utf8, string path) => Parse(utf8, path, Read);

    /// <summary>Reads keys of a config.</summary>
    /// <exception cref="CheckpointException">The content is no config.</exception>
    public static T Parse<T>(ReadOnlyMemory<byte> utf8, string path, Func<BertConfigKeys, T> read)
    {
        if (utf8.Length > FileLimits.Config)
        {
            throw new CheckpointException(path, $"is too long for a config: {FileProblem.TooLong(FileLimits.Config, utf8.Length).Text}.");
        }

        if (LfsPointer.Is(utf8.Span))
        {
            throw new CheckpointException(path, $"expected a config, {LfsPointer.Found}");
        }

        using JsonDocument document = JsonText.Parse(utf8, path, out ReadOnlyMemory<byte> text);
        return read(new BertConfigKeys(document.RootElement, text, path));
    }

    private static BertConfig Read(BertConfigKeys keys) => Read(keys, keys.Integer("vocab_size", null, 1, MostRows));

    private static BertConfig Read(BertConfigKeys keys, int vocabulary) => new()
    {
        VocabularySize = vocabulary,
        HiddenSize = keys.Integer("hidden_size", null, 1, MostColumns),
        LayerCount = keys.Integer("num_hidden_layers", null, 1, MostLayers),
        HeadCount = keys.Integer("num_attention_heads", null, 1, MostColumns),
        IntermediateSize = keys.Integer("intermediate_size", null, 1, MostColumns),
        PositionCount = keys.Integer("max_position_embeddings", 512, 1, MostRows),
        TypeCount = keys.Integer("type_vocab_size", 2, 1, MostColumns),
        Activation = keys.Text("hidden_act", "gelu"),
        LayerNormEpsilon = keys.Number("layer_norm_eps", 1e-12, value => (float)value > 0 && float.IsFinite((float)value), "a positive 32-bit float"),
        HiddenDropout = Probability(keys, "hidden_dropout_prob"),
        AttentionDropout = Probability(keys, "attention_probs_dropout_prob"),
        PadTokenId = keys.Integer("pad_token_id", 0, 0, vocabulary - 1),
        ModelType = keys.Text("model_type", "bert"),
        PositionEmbeddingType = keys.Text("position_embedding_type", "absolute"),
        IsDecoder = keys.Boolean("is_decoder"),
        HasCrossAttention = keys.Boolean("add_cross_attention"),
    };

    private static double Probability(BertConfigKeys keys, string key) =>
        keys.Number(key, 0.1, value => value >= 0 && (float)value < 1, "a number of at least 0 and below 1");
}
