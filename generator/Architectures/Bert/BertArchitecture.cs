using BertGen.Generator.Architectures.Heads;
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

    public override SizeKeys Sizes => BertConfigReader.Sizes;

    public override bool HasPooler => true;

    public override IReadOnlyList<string> KnownNames => BertModels.Names;

    public override ModelFile[]? FindKnown(string name) => BertModels.Find(name);

    public override EncoderConfig Read(KeyReader keys, JsonObject root) => BertConfigReader.Read(keys, root);

    public override IEnumerable<(string Key, string Found, string Supported)> Refusals(EncoderConfig config) => BertConfigReader.Refusals(config);

    public override IReadOnlyList<Value> BuildEncoder(GraphBuilder graph, EncoderConfig config) => BertGraph.Encoder(graph, config);

    public override Value BuildPooler(GraphBuilder graph, EncoderConfig config, Value first) => BertGraph.Pooler(graph, config, first);

    public override Value BuildClassifier(GraphBuilder graph, EncoderConfig config, Value first) =>
        graph.HeadDense(BertGraph.Pooler(graph, config, first), "Classifier", "classifier", config.Labels.Count);

    public override MaskedLanguageHead? MaskedLanguage(EncoderConfig config) => MaskedLanguageHead.InPredictions(Activations.Parse(config.Activation)!.Value);

    public override IEnumerable<CompiledKey> Keys(EncoderConfig config) => BertConfigReader.Keys(config, ModelType);
}
