using BertGen.Generator.Architectures.Bert;
using BertGen.Generator.Architectures.Heads;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Json;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Architectures.JinaV3;

/// <summary>jina-embeddings-v3 without the adapters of its tasks: XLM-RoBERTa with rotary positions in place of its table.</summary>
internal sealed class JinaV3Architecture : Architecture
{
    private static readonly RotaryConfigReader Reader = new("jina_embeddings_v3", new()
    {
        Theta = "20000.0",
        Positions = 8194,
        Types = 1,
        Activation = "gelu",
        Padding = 1,
        Epsilon = "1e-5",
    });

    private static readonly RotaryTensors Tensors = new(
        "emb_ln", "encoder.layers", "mixer.Wqkv", "mixer.out_proj", "norm1", new("mlp.fc1"), "mlp.fc2", "norm2");

    public override string ModelType => "jina_embeddings_v3";

    public override string Title => "jina-embeddings-v3";

    public override string SavedClass => "JinaEmbeddingsV3Model";

    public override string ClassifierClass => "JinaEmbeddingsV3ForSequenceClassification";

    public override IReadOnlyList<string> Prefixes => ["roberta."];

    public override IReadOnlyList<(string Name, string[] Parts)> OtherNames => Tensors.ModuleNames;

    public override SizeKeys Sizes => BertConfigReader.Sizes;

    public override bool HasPooler => true;

    public override bool HasBertVocabulary => false;

    public override EncoderConfig Read(KeyReader keys, JsonObject root)
    {
        var refused = new List<Refusal>();
        return Reader.Read(keys, root, refused, RotaryRule.Plain, RotaryRule.Linear, RotaryRule.Dynamic) with { HasAttentionBias = true, HasMlpBias = true, Refused = refused.ToEquatable() };
    }

    public override IReadOnlyList<Value> BuildEncoder(GraphBuilder graph, EncoderConfig config) => new RotaryLayers(config, Tensors).Build(graph);

    public override Value BuildPooler(GraphBuilder graph, EncoderConfig config, Value first) => BertGraph.Pooler(graph, config, first);

    public override Value BuildClassifier(GraphBuilder graph, EncoderConfig config, Value first) =>
        graph.TwoStepClassifier(first, Activation.Tanh, config);

    public override MaskedLanguageHead? MaskedLanguage(EncoderConfig config) => MaskedLanguageHead.InLanguageModel("layer_norm");

    public override IEnumerable<CompiledKey> Keys(EncoderConfig config) => Reader.Keys(config);
}
