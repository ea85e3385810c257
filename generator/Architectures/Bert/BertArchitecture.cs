using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Json;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Architectures.Bert;

/// <summary>BERT: positions and token types are tables, and LayerNorms come after the residuals.</summary>
internal sealed class BertArchitecture : Architecture
{
    public override string ModelType => "bert";

    public override string Title => "BERT";

    public override string SavedClass => "BertModel";

    public override string ClassifierClass => "BertForSequenceClassification";

    public override IReadOnlyList<string> Prefixes => ["bert."];

    public override SizeKeys Sizes { get; } = new(
        "vocab_size", "hidden_size", "num_attention_heads", "num_hidden_layers", "max_position_embeddings", "hidden_act", "pad_token_id");

    public override bool HasPooler => true;

    public override IReadOnlyList<string> KnownNames => BertModels.Names;

    public override ModelFile[]? FindKnown(string name) => BertModels.Find(name);

    public override EncoderConfig Read(KeyReader keys, JsonObject root) => BertConfigReader.Read(keys, root);

    public override IEnumerable<(string Key, string Found, string Supported)> Refusals(EncoderConfig config)
    {
        if (config.PositionEmbeddingType != "absolute")
        {
            yield return ("position_embedding_type", $"\"{config.PositionEmbeddingType}\"", "\"absolute\"");
        }

        if (config.IsDecoder)
        {
            yield return ("is_decoder", "true", "an encoder (false)");
        }

        if (config.HasCrossAttention)
        {
            yield return ("add_cross_attention", "true", "self-attention (false)");
        }
    }

    public override IReadOnlyList<Value> BuildEncoder(GraphBuilder graph, EncoderConfig config) => BertGraph.Encoder(graph, config);

    public override Value BuildPooler(GraphBuilder graph, EncoderConfig config, Value first) => BertGraph.Pooler(graph, config, first);

    public override Value BuildClassifier(GraphBuilder graph, EncoderConfig config, Value first) =>
        graph.HeadDense(BertGraph.Pooler(graph, config, first), "Classifier", "classifier", config.Labels.Count);

    public override IEnumerable<CompiledKey> Keys(EncoderConfig config) =>
    [
        new(KeyKind.Text, "\"bert\"", "\"bert\"", "model_type"),
        new(KeyKind.Integer, NumberText.Plain(config.VocabularySize), null, "vocab_size"),
        new(KeyKind.Integer, NumberText.Plain(config.HiddenSize), null, "hidden_size"),
        new(KeyKind.Integer, NumberText.Plain(config.LayerCount), null, "num_hidden_layers"),
        new(KeyKind.Integer, NumberText.Plain(config.HeadCount), null, "num_attention_heads"),
        new(KeyKind.Integer, NumberText.Plain(config.IntermediateSize), null, "intermediate_size"),
        new(KeyKind.Activation, $"\"{config.Activation}\"", "\"gelu\"", "hidden_act"),
        new(KeyKind.Dropout, "0.1", "0.1", "hidden_dropout_prob"),
        new(KeyKind.Dropout, "0.1", "0.1", "attention_probs_dropout_prob"),
        new(KeyKind.Integer, NumberText.Plain(config.PositionCount), "512", "max_position_embeddings"),
        new(KeyKind.Integer, NumberText.Plain(config.TypeCount), "2", "type_vocab_size"),
        new(KeyKind.Number, config.LayerNormEpsilon, "1e-12", "layer_norm_eps"),
        new(KeyKind.Integer, NumberText.Plain(config.PadTokenId), "0", "pad_token_id"),
        new(KeyKind.Text, "\"absolute\"", "\"absolute\"", "position_embedding_type"),
        new(KeyKind.Flag, "false", "false", "is_decoder"),
        new(KeyKind.Flag, "false", "false", "add_cross_attention"),
    ];
}
