using BertGen.Generator.Architectures.Bert;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Json;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Architectures.EuroBert;

/// <summary>EuroBERT: the layers of Llama, with attention to both sides.</summary>
internal sealed class EuroBertArchitecture : Architecture
{
    private const string PoolingKey = "classifier_pooling";
    private const string LatePooling = "late";
    private const string MeanPooling = "mean";
    private const string FirstPooling = "bos";
    private const string MlpBiasKey = "mlp_bias";
    private const int DefaultPadding = 128001;

    private static readonly GroupedConfigReader Reader = new("eurobert", epsilon: "1e-5", positions: 8192, headWidth: 0);

    public override string ModelType => "eurobert";

    public override string Title => "EuroBERT";

    public override string SavedClass => "EuroBertModel";

    public override string ClassifierClass => "EuroBertForSequenceClassification";

    public override IReadOnlyList<string> Prefixes => ["model."];

    public override SizeKeys Sizes => BertConfigReader.Sizes;

    public override bool HasPooler => false;

    public override bool HasBertVocabulary => false;

    public override ResidualDropouts ResidualDropouts { get; } = new(AttentionOutput: null, LayerOutput: null);

    public override EncoderConfig Read(KeyReader keys, JsonObject root)
    {
        var refused = new List<Refusal>();
        EncoderConfig config = Reader.Read(keys, root, refused) with
        {
            PadTokenId = keys.Integer(root, "pad_token_id", DefaultPadding, int.MinValue, int.MaxValue),
            HasMlpBias = keys.Boolean(root, MlpBiasKey, false),
            ClassifierPooling = keys.Text(root, PoolingKey, LatePooling),
        };
        if (config.ClassifierPooling is not (LatePooling or MeanPooling or FirstPooling))
        {
            refused.Add(new Refusal(PoolingKey, $"\"{config.ClassifierPooling}\"", $"\"{LatePooling}\", \"{MeanPooling}\" or \"{FirstPooling}\""));
        }

        return config with { Refused = refused.ToEquatable() };
    }

    public override IReadOnlyList<Value> BuildEncoder(GraphBuilder graph, EncoderConfig config) => GroupedLayers.Build(graph, config);

    public override bool ClassifiesMean(EncoderConfig config) => config.ClassifierPooling == MeanPooling;

    public override bool ClassifiesPieces(EncoderConfig config) => config.ClassifierPooling == LatePooling;

    public override Value BuildClassifier(GraphBuilder graph, EncoderConfig config, Value first)
    {
        Value dense = graph.Activate(graph.HeadDense(first, "ClassifierDense", "dense", config.HiddenSize), Activation.Gelu, "activated");
        return graph.HeadDense(dense, "Classifier", "classifier", config.Labels.Count);
    }

    public override IEnumerable<CompiledKey> Keys(EncoderConfig config)
    {
        foreach (CompiledKey key in Reader.Keys(config))
        {
            yield return key;
        }

        yield return new(KeyKind.Flag, config.HasMlpBias ? "true" : "false", "false", MlpBiasKey);
        yield return new(KeyKind.Integer, NumberText.Plain(config.PadTokenId), NumberText.Plain(DefaultPadding), "pad_token_id");
        if (config.Labels.Count > 0)
        {
            yield return new(KeyKind.Text, $"\"{config.ClassifierPooling}\"", $"\"{LatePooling}\"", PoolingKey);
        }
    }
}
