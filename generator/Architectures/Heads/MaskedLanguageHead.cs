using BertGen.Generator.Configuration;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Architectures.Heads;

/// <summary>
/// The head that predicts masked pieces, which all families build alike: <c>decoder(norm(activation(dense(x))))</c>, one value for each
/// entry of the vocabulary. Its middle is as wide as the table of words, which is the decoder's weight where the two are tied.
/// </summary>
/// <param name="Dense">Name of the first product.</param>
/// <param name="Norm">Name of the norm behind it.</param>
/// <param name="Decoder">Name of the product that makes the logits.</param>
internal sealed record MaskedLanguageHead(string Dense, string Norm, string Decoder)
{
    /// <summary>The table of words.</summary>
    public string Words { get; init; } = "embeddings.word_embeddings";

    /// <summary>The function behind the first product: in some families their own, whatever the config says of the layers.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>Where the decoder's bias is stored besides, where decoder and table are tied; null where it is nowhere else.</summary>
    public string? TiedBias { get; init; }

    /// <summary>Whether the first product has a bias.</summary>
    public bool HasDenseBias { get; init; } = true;

    /// <summary>Whether the norm has one.</summary>
    public bool HasNormBias { get; init; } = true;

    /// <summary>Whether the decoder has one.</summary>
    public bool HasDecoderBias { get; init; } = true;

    /// <summary>The head whose dense and decoder lie in <c>lm_head</c>.</summary>
    /// <param name="norm">Name of the norm there.</param>
    public static MaskedLanguageHead InLanguageModel(string norm) => new("lm_head.dense", "lm_head." + norm, "lm_head.decoder") { TiedBias = "lm_head.bias" };

    /// <summary>The head of BERT.</summary>
    /// <param name="activation">The function of the layers.</param>
    /// <param name="norm">Name of the norm.</param>
    public static MaskedLanguageHead InPredictions(Activation activation, string norm = "LayerNorm") =>
        new("cls.predictions.transform.dense", "cls.predictions.transform." + norm, "cls.predictions.decoder") { Activation = activation, TiedBias = "cls.predictions.bias" };

    /// <summary>Builds it.</summary>
    /// <param name="graph">What is built.</param>
    /// <param name="config">The sizes.</param>
    /// <param name="hidden">The last layer.</param>
    /// <returns>The logits of every piece, one for each entry of the vocabulary.</returns>
    public Value Build(GraphBuilder graph, EncoderConfig config, Value hidden)
    {
        Value dense = graph.Activate(graph.HeadDense(hidden, "PredictionDense", Dense, config.EmbeddingWidth, HasDenseBias), Activation, "predictionActive");
        Value norm = graph.HeadNorm(dense, "prediction", "PredictionNorm", Norm, config.LayerNormEpsilon, HasNormBias);
        return graph.Decoder(norm, "PredictionDecoder", Decoder, config.VocabularySize, HasDecoderBias, config.TiesDecoder ? Words : null, config.TiesDecoder ? TiedBias : null);
    }
}
