using BertGen.Generator.Architectures.Bert;
using BertGen.Generator.Architectures.Heads;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Json;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Architectures.ModernBert;

/// <summary>ModernBERT: rotary positions, norms before the products, gated products, and layers that attend to near pieces only.</summary>
internal sealed class ModernBertArchitecture : Architecture
{
    public override string ModelType => "modernbert";

    public override string Title => "ModernBERT";

    public override string SavedClass => "ModernBertModel";

    public override string ClassifierClass => "ModernBertForSequenceClassification";

    public override IReadOnlyList<string> Prefixes => ["model."];

    public override SizeKeys Sizes { get; } = BertConfigReader.Sizes with { Activation = "hidden_activation" };

    public override bool HasPooler => false;

    public override bool HasBertVocabulary => false;

    public override ResidualDropouts ResidualDropouts { get; } = new(DropoutRate.Attention, LayerOutput: null);

    public override EncoderConfig Read(KeyReader keys, JsonObject root) => ModernBertConfigReader.Read(keys, root);

    public override IEnumerable<(string Key, string Found, string Supported)> Refusals(EncoderConfig config) => ModernBertConfigReader.Refusals(config);

    public override IReadOnlyList<Value> BuildEncoder(GraphBuilder graph, EncoderConfig config) => ModernBertGraph.Encoder(graph, config);

    public override bool ClassifiesMean(EncoderConfig config) => config.ClassifierPooling == ModernBertConfigReader.MeanPooling;

    public override Value BuildClassifier(GraphBuilder graph, EncoderConfig config, Value first) => ModernBertGraph.Classifier(graph, config, first);

    public override Value BuildTokenClassifier(GraphBuilder graph, EncoderConfig config, Value hidden) => ModernBertGraph.Classifier(graph, config, hidden);

    public override IEnumerable<CompiledKey> MaskedLanguageKeys(EncoderConfig config) =>
    [
        .. base.MaskedLanguageKeys(config),
        .. ModernBertConfigReader.HeadKeys(config),
        new(KeyKind.Flag, config.HasDecoderBias ? "true" : "false", "true", ModernBertConfigReader.DecoderBiasKey),
    ];

    public override MaskedLanguageHead? MaskedLanguage(EncoderConfig config) => new("head.dense", "head.norm", "decoder")
    {
        Words = "embeddings.tok_embeddings",
        Activation = Activations.Parse(config.ClassifierActivation)!.Value,
        HasDenseBias = config.HasClassifierBias,
        HasNormBias = config.HasNormBias,
        HasDecoderBias = config.HasDecoderBias,
    };

    public override IEnumerable<CompiledKey> Keys(EncoderConfig config) => ModernBertConfigReader.Keys(config);
}
