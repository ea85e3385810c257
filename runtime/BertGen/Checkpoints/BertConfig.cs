namespace BertGen.Checkpoints;

/// <summary>
/// What a model's <c>config.json</c> or <c>bert_config.json</c> says. A compiled class carries the one that it was compiled
/// from; the one beside loaded weights is compared with it.
/// </summary>
public sealed record BertConfig
{
    /// <summary><c>vocab_size</c>: rows of the word embeddings.</summary>
    public required int VocabularySize { get; init; }

    /// <summary><c>hidden_size</c>: width of a vector.</summary>
    public required int HiddenSize { get; init; }

    /// <summary><c>num_hidden_layers</c>: encoder layers.</summary>
    public required int LayerCount { get; init; }

    /// <summary><c>num_attention_heads</c>: attention heads of a layer.</summary>
    public required int HeadCount { get; init; }

    /// <summary><c>intermediate_size</c>: width between the two products after the attention.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary><c>max_position_embeddings</c>: rows of the position embeddings.</summary>
    public int PositionCount { get; init; } = 512;

    /// <summary><c>type_vocab_size</c>: rows of the token type embeddings.</summary>
    public int TypeCount { get; init; } = 2;

    /// <summary><c>hidden_act</c>: the activation, by the name that the file has.</summary>
    public string Activation { get; init; } = "gelu";

    /// <summary><c>layer_norm_eps</c>: what a LayerNorm adds to the variance.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-12;

    /// <summary><c>hidden_dropout_prob</c>: used in training only.</summary>
    public double HiddenDropout { get; init; } = 0.1;

    /// <summary><c>attention_probs_dropout_prob</c>: used in training only.</summary>
    public double AttentionDropout { get; init; } = 0.1;

    /// <summary><c>pad_token_id</c>: the id of padding.</summary>
    public int PadTokenId { get; init; }

    /// <summary><c>model_type</c>.</summary>
    public string ModelType { get; init; } = "bert";

    /// <summary><c>position_embedding_type</c>.</summary>
    public string PositionEmbeddingType { get; init; } = "absolute";

    /// <summary><c>is_decoder</c>: whether pieces attend to earlier ones only.</summary>
    public bool IsDecoder { get; init; }

    /// <summary><c>add_cross_attention</c>: whether layers attend to another model's output too.</summary>
    public bool HasCrossAttention { get; init; }

    /// <summary>Reads a config.</summary>
    /// <param name="path">A model folder with <c>config.json</c> or <c>bert_config.json</c>, or such a file.</param>
    /// <returns>The config; keys that are absent have the defaults of the reference.</returns>
    /// <exception cref="CheckpointException">There is no config, or it cannot be read: the message names the key.</exception>
    public static BertConfig Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Directory.Exists(path)
            ? BertConfigFile.Read(BertConfigFile.Find(path) ?? throw BertConfigFile.Missing(path))
            : BertConfigFile.Read(path);
    }

    /// <summary>Reads a config from the bytes of its file.</summary>
    /// <param name="utf8">The content.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <returns>The config; keys that are absent have the defaults of the reference.</returns>
    /// <exception cref="CheckpointException">The content cannot be read: the message names the key.</exception>
    public static BertConfig Parse(ReadOnlyMemory<byte> utf8, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return BertConfigFile.Parse(utf8, path);
    }

    /// <summary>The tensors of such a model, by the names of its state dict without prefix; the pooler is not among them.</summary>
    public IReadOnlyList<WeightSpec> Weights() => BertWeights.Of(this);
}
