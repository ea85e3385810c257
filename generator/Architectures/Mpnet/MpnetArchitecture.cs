using BertGen.Generator.Architectures.Bert;
using BertGen.Generator.Architectures.Heads;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Json;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Architectures.Mpnet;

/// <summary>MPNet: BERT without token types, with positions that are counted by ids, and scores that depend on the distance of two pieces.</summary>
internal sealed class MpnetArchitecture : Architecture
{
    private const string BucketsKey = "relative_attention_num_buckets";
    private const string TypesKey = "type_vocab_size";
    private const int DefaultPadding = 1;

    /// <summary>The id that is not counted, whatever the config says of padding.</summary>
    private const int Uncounted = 1;

    /// <summary>Buckets that distances have, whatever the config says of the table.</summary>
    private const int UsedBuckets = 32;

    public override string ModelType => "mpnet";

    public override string Title => "MPNet";

    public override string SavedClass => "MPNetModel";

    public override string ClassifierClass => "MPNetForSequenceClassification";

    public override IReadOnlyList<string> Prefixes => ["mpnet."];

    public override SizeKeys Sizes => BertConfigReader.Sizes;

    public override bool HasPooler => true;

    public override bool HasBertVocabulary => false;

    public override EncoderConfig Read(KeyReader keys, JsonObject root) => BertConfigReader.Read(keys, root, DefaultPadding, hasTypes: false) with
    {
        PositionPadding = Uncounted,
        DistanceBuckets = keys.Integer(root, BucketsKey, UsedBuckets, 1, ConfigLimits.MostColumns),
    };

    public override IEnumerable<(string Key, string Found, string Supported)> Refusals(EncoderConfig config) =>
        config.DistanceBuckets < UsedBuckets
            ? [.. BertConfigReader.Refusals(config), (BucketsKey, NumberText.Plain(config.DistanceBuckets), $"at least {NumberText.Plain(UsedBuckets)}, the buckets that distances have")]
            : BertConfigReader.Refusals(config);

    public override IReadOnlyList<Value> BuildEncoder(GraphBuilder graph, EncoderConfig config) => MpnetGraph.Encoder(graph, config);

    public override Value BuildPooler(GraphBuilder graph, EncoderConfig config, Value first) => BertGraph.Pooler(graph, config, first);

    public override Value BuildClassifier(GraphBuilder graph, EncoderConfig config, Value first) =>
        graph.TwoStepClassifier(first, Activation.Tanh, config);

    public override MaskedLanguageHead? MaskedLanguage(EncoderConfig config) => MaskedLanguageHead.InLanguageModel("layer_norm");

    public override IEnumerable<CompiledKey> Keys(EncoderConfig config) =>
    [
        .. BertConfigReader.Keys(config, ModelType, DefaultPadding).Where(key => key.Names[0] != TypesKey),
        new(KeyKind.Integer, NumberText.Plain(config.DistanceBuckets), NumberText.Plain(UsedBuckets), BucketsKey),
    ];
}
