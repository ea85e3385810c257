using BertGen.Generator.Architectures.Bert;
using BertGen.Generator.Architectures.Heads;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Json;
using BertGen.Generator.Planning;
using Microsoft.CodeAnalysis.CSharp;

namespace BertGen.Generator.Architectures.Gte;

/// <summary>gte, and the same program as it was first published, <c>new</c>: BERT with rotary positions and gated products.</summary>
/// <param name="modelType"><c>model_type</c>.</param>
/// <param name="className">What the names of its classes begin with.</param>
internal sealed class GteArchitecture(string modelType, string className) : Architecture
{
    private const string Original = "new";
    private const string ProgramKey = "auto_map";
    private const string ClassKey = "AutoModel";

    private static readonly RotaryTensors Tensors = new(
        "embeddings.LayerNorm", "encoder.layer", "attention.qkv_proj", "attention.o_proj", "attn_ln", new("", Both: "mlp.up_gate_proj"), "mlp.down_proj", "mlp_ln");

    /// <summary>Keys of the original program that make another model of it, and what they say where they do not.</summary>
    private static readonly (string Key, string[] Usual)[] Others =
    [
        ("position_embedding_type", ["\"rope\""]), ("layer_norm_type", ["\"layer_norm\""]), ("logn_attention_scale", ["false"]), ("pack_qkv", ["true"]),
    ];

    private readonly RotaryConfigReader _reader = new(modelType, new()
    {
        Theta = modelType == Original ? "10000.0" : "160000.0",
        Positions = modelType == Original ? 2048 : 8192,
        Types = 1,
        Activation = "gelu",
        Padding = modelType == Original ? 0 : 1,
        AttentionDropout = "0.0",
        HasOldRotaryKeys = modelType == Original,
    });

    public override string ModelType => modelType;

    public override string Title => "gte";

    public override string SavedClass => className + "Model";

    public override string ClassifierClass => className + "ForSequenceClassification";

    public override IReadOnlyList<string> Prefixes => ["gte.", "new."];

    public override IReadOnlyList<(string Name, string[] Parts)> OtherNames => Tensors.ModuleNames;

    public override SizeKeys Sizes => BertConfigReader.Sizes;

    public override bool HasPooler => false;

    public override bool HasBertVocabulary => false;

    public override EncoderConfig Read(KeyReader keys, JsonObject root)
    {
        var refused = new List<Refusal>();
        foreach ((string key, string[] usual) in modelType == Original ? Others : [])
        {
            if (keys.Unusual(root, key, usual) is { } found)
            {
                refused.Add(new Refusal(key, found, usual[0]));
            }
        }

        // By itself the name says nothing: any program may be new.
        string hubClass = modelType == Original && keys.Object(root, ProgramKey) is { } program ? keys.Text(program, ClassKey, "") : "";
        if (modelType == Original && hubClass.Length == 0)
        {
            refused.Add(new Refusal("model_type", "\"new\"", $"a config that names its program ({ProgramKey}.{ClassKey}), or \"gte\", which transformers knows"));
        }

        if (keys.Object(root, RotaryReader.OldObjectKey) is { } scaling && keys.Unusual(scaling, "mixed_b") is { } mixed)
        {
            refused.Add(new Refusal("mixed_b", mixed, "null"));
        }

        // The original program scales from the first piece on; in the library there is no such way.
        string[] scalings = modelType == Original ? [RotaryRule.Plain, RotaryRule.Ntk] : [RotaryRule.Plain, RotaryRule.Linear, RotaryRule.Dynamic];
        EncoderConfig config = _reader.Read(keys, root, refused, scalings);
        return config with { HasAttentionBias = true, HasMlpBias = true, InnerDropout = config.HiddenDropout, HubClass = hubClass, Refused = refused.ToEquatable() };
    }

    public override IReadOnlyList<Value> BuildEncoder(GraphBuilder graph, EncoderConfig config) => new RotaryLayers(config, Tensors).Build(graph);

    public override Value BuildClassifier(GraphBuilder graph, EncoderConfig config, Value first) =>
        graph.HeadDense(BertGraph.Pooler(graph, config, first), "Classifier", "classifier", config.Labels.Count);

    public override MaskedLanguageHead? MaskedLanguage(EncoderConfig config) => MaskedLanguageHead.InLanguageModel("norm");

    public override IEnumerable<CompiledKey> Keys(EncoderConfig config)
    {
        string hubClass = SymbolDisplay.FormatLiteral(config.HubClass, quote: true);
        return modelType == Original
            ? [.. _reader.Keys(config), new(KeyKind.Text, hubClass, hubClass, ProgramKey + "." + ClassKey)]
            : _reader.Keys(config);
    }
}
