using BertGen.Generator.Architectures.Bert;
using BertGen.Generator.Architectures.Heads;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Json;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Architectures.Roberta;

/// <summary>RoBERTa, and the families that are the same program by other names: BERT with positions that are counted by ids, and a head of its own.</summary>
/// <param name="modelType"><c>model_type</c>.</param>
/// <param name="title">The family as people call it.</param>
/// <param name="className">What the names of its classes begin with.</param>
internal sealed class RobertaArchitecture(string modelType, string title, string className) : Architecture
{
    private const int DefaultPadding = 1;

    public override string ModelType => modelType;

    public override string Title => title;

    public override string SavedClass => className + "Model";

    public override string ClassifierClass => className + "ForSequenceClassification";

    /// <summary>The same one in all of them.</summary>
    public override IReadOnlyList<string> Prefixes => ["roberta."];

    public override SizeKeys Sizes => BertConfigReader.Sizes;

    public override bool HasPooler => true;

    public override bool HasBertVocabulary => false;

    public override EncoderConfig Read(KeyReader keys, JsonObject root)
    {
        EncoderConfig config = BertConfigReader.Read(keys, root, DefaultPadding);
        return config with { PositionPadding = config.PadTokenId };
    }

    public override IEnumerable<(string Key, string Found, string Supported)> Refusals(EncoderConfig config) => BertConfigReader.Refusals(config);

    public override IReadOnlyList<Value> BuildEncoder(GraphBuilder graph, EncoderConfig config) => BertGraph.Encoder(graph, config);

    public override Value BuildPooler(GraphBuilder graph, EncoderConfig config, Value first) => BertGraph.Pooler(graph, config, first);

    public override Value BuildClassifier(GraphBuilder graph, EncoderConfig config, Value first) =>
        graph.TwoStepClassifier(first, Activation.Tanh, config);

    public override MaskedLanguageHead? MaskedLanguage(EncoderConfig config) => MaskedLanguageHead.InLanguageModel("layer_norm");

    public override IEnumerable<CompiledKey> Keys(EncoderConfig config) => BertConfigReader.Keys(config, ModelType, DefaultPadding);
}
