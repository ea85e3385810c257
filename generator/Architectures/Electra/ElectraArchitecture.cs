using BertGen.Generator.Architectures.Bert;
using BertGen.Generator.Architectures.Heads;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Json;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Architectures.Electra;

/// <summary>ELECTRA: BERT whose embeddings may have a width of their own, without a pooler, and with a head of its own.</summary>
internal sealed class ElectraArchitecture : Architecture
{
    private const string EmbeddingKey = "embedding_size";
    private const int DefaultEmbeddingSize = 128;

    public override string ModelType => "electra";

    public override string Title => "ELECTRA";

    public override string SavedClass => "ElectraModel";

    public override string ClassifierClass => "ElectraForSequenceClassification";

    public override IReadOnlyList<string> Prefixes => ["electra."];

    public override SizeKeys Sizes => BertConfigReader.Sizes;

    public override bool HasPooler => false;

    public override EncoderConfig Read(KeyReader keys, JsonObject root) => BertConfigReader.Read(keys, root) with
    {
        EmbeddingSize = keys.Integer(root, EmbeddingKey, DefaultEmbeddingSize, 1, ConfigLimits.MostColumns),
    };

    public override IEnumerable<(string Key, string Found, string Supported)> Refusals(EncoderConfig config) => BertConfigReader.Refusals(config);

    /// <summary>Embeddings that are as wide as the layers are not projected.</summary>
    public override IReadOnlyList<Value> BuildEncoder(GraphBuilder graph, EncoderConfig config) =>
        BertGraph.Encoder(graph, config, config.EmbeddingWidth == config.HiddenSize ? null : "embeddings_project");

    public override Value BuildClassifier(GraphBuilder graph, EncoderConfig config, Value first) =>
        graph.TwoStepClassifier(first, Activation.Gelu, config);

    public override MaskedLanguageHead? MaskedLanguage(EncoderConfig config) => new("generator_predictions.dense", "generator_predictions.LayerNorm", "generator_lm_head");

    public override IEnumerable<CompiledKey> Keys(EncoderConfig config) =>
    [
        .. BertConfigReader.Keys(config, ModelType),
        new(KeyKind.Integer, NumberText.Plain(config.EmbeddingWidth), NumberText.Plain(DefaultEmbeddingSize), EmbeddingKey),
    ];
}
