using BertGen.Generator.Architectures.Heads;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Json;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Architectures.DistilBert;

/// <summary>DistilBERT: BERT without token types and pooler, by other names.</summary>
internal sealed class DistilBertArchitecture : Architecture
{
    /// <summary>It stands in no config: the reference has it as a constant.</summary>
    public const string Epsilon = "1e-12";

    public override string ModelType => "distilbert";

    public override string Title => "DistilBERT";

    public override string SavedClass => "DistilBertModel";

    public override string ClassifierClass => "DistilBertForSequenceClassification";

    public override IReadOnlyList<string> Prefixes => ["distilbert."];

    public override SizeKeys Sizes { get; } = new("vocab_size", "dim", "n_heads", "n_layers", "max_position_embeddings", "activation", "pad_token_id");

    public override bool HasPooler => false;

    public override ResidualDropouts ResidualDropouts { get; } = new(AttentionOutput: null, DropoutRate.Hidden);

    public override EncoderConfig Read(KeyReader keys, JsonObject root) => new()
    {
        VocabularySize = keys.Integer(root, "vocab_size", null, 1, ConfigLimits.MostRows),
        HiddenSize = keys.Integer(root, keys.NameOf(root, "dim", "hidden_size"), null, 1, ConfigLimits.MostColumns),
        LayerCount = keys.Integer(root, keys.NameOf(root, "n_layers", "num_hidden_layers"), null, 1, ConfigLimits.MostLayers),
        HeadCount = keys.Integer(root, keys.NameOf(root, "n_heads", "num_attention_heads"), null, 1, ConfigLimits.MostColumns),
        IntermediateSize = keys.Integer(root, "hidden_dim", null, 1, ConfigLimits.MostColumns),
        PositionCount = keys.Integer(root, "max_position_embeddings", 512, 1, ConfigLimits.MostRows),
        Activation = keys.Text(root, "activation", "gelu"),
        LayerNormEpsilon = Epsilon,
        HiddenDropout = ConfigLimits.Probability(keys, root, "dropout"),
        AttentionDropout = ConfigLimits.Probability(keys, root, "attention_dropout"),
        PadTokenId = keys.Integer(root, "pad_token_id", 0, int.MinValue, int.MaxValue),
        SavedClass = keys.FirstText(root, "architectures"),
        Labels = LabelReader.Read(keys, root),
    };

    public override IReadOnlyList<Value> BuildEncoder(GraphBuilder graph, EncoderConfig config) => DistilBertGraph.Encoder(graph, config);

    public override Value BuildClassifier(GraphBuilder graph, EncoderConfig config, Value first)
    {
        Value dense = graph.HeadDense(first, "PreClassifier", "pre_classifier", config.HiddenSize);
        return graph.HeadDense(graph.Activate(dense, Activation.Relu, "rectified"), "Classifier", "classifier", config.Labels.Count);
    }

    public override MaskedLanguageHead? MaskedLanguage(EncoderConfig config) =>
        new("vocab_transform", "vocab_layer_norm", "vocab_projector") { Activation = Activations.Parse(config.Activation)!.Value };

    public override IEnumerable<CompiledKey> Keys(EncoderConfig config) =>
    [
        new(KeyKind.Text, "\"distilbert\"", "\"distilbert\"", "model_type"),
        new(KeyKind.Integer, NumberText.Plain(config.VocabularySize), null, "vocab_size"),
        new(KeyKind.Integer, NumberText.Plain(config.HiddenSize), null, "dim", "hidden_size"),
        new(KeyKind.Integer, NumberText.Plain(config.LayerCount), null, "n_layers", "num_hidden_layers"),
        new(KeyKind.Integer, NumberText.Plain(config.HeadCount), null, "n_heads", "num_attention_heads"),
        new(KeyKind.Integer, NumberText.Plain(config.IntermediateSize), null, "hidden_dim"),
        new(KeyKind.Activation, $"\"{config.Activation}\"", "\"gelu\"", "activation"),
        new(KeyKind.Dropout, "0.1", "0.1", "dropout"),
        new(KeyKind.Dropout, "0.1", "0.1", "attention_dropout"),
        new(KeyKind.Integer, NumberText.Plain(config.PositionCount), "512", "max_position_embeddings"),
        new(KeyKind.Integer, NumberText.Plain(config.PadTokenId), "0", "pad_token_id"),
    ];
}
