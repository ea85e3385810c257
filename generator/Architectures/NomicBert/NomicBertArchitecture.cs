using BertGen.Generator.Architectures.Bert;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Json;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Architectures.NomicBert;

/// <summary>nomic-bert: BERT with rotary positions and gated products, without biases in products.</summary>
internal sealed class NomicBertArchitecture : Architecture
{
    private static readonly RotaryConfigReader Reader = new("nomic_bert", new()
    {
        Theta = "1000.0",
        Positions = 2048,
        Types = 2,
        Activation = "silu",
        Padding = 0,
        HiddenDropout = "0.0",
        AttentionDropout = "0.0",
        HasHeadWidth = true,
        HasOriginalKeys = true,
    });

    private static readonly RotaryTensors Tensors = new(
        "emb_ln", "encoder.layers", "attn.Wqkv", "attn.out_proj", "norm1", new("mlp.fc11", Gate: "mlp.fc12"), "mlp.fc2", "norm2");

    /// <summary>Keys of the original program that make another model of it, and what they say where they do not.</summary>
    private static readonly (string Key, string[] Usual)[] Others =
    [
        ("num_experts", ["0"]), ("moe_every_n_layers", ["0"]), ("prenorm", ["false"]), ("use_rms_norm", ["false"]), ("causal", ["false"]), ("qkv_proj_bias", ["false"]),
        ("mlp_fc1_bias", ["false"]), ("mlp_fc2_bias", ["false"]), ("parallel_block", ["false"]), ("rotary_emb_fraction", ["1.0", "1"]), ("rotary_emb_interleaved", ["false"]),
        ("rotary_scaling_factor", []), ("rotary_emb_scale_base", []), ("activation_function", ["\"swiglu\""]), ("scale_attn_weights", ["true"]), ("scale_attn_by_inverse_layer_idx", ["false"]),
    ];

    public override string ModelType => "nomic_bert";

    public override string Title => "nomic-bert";

    public override string SavedClass => "NomicBertModel";

    public override string ClassifierClass => "NomicBertForSequenceClassification";

    public override IReadOnlyList<string> Prefixes => ["nomic_bert."];

    public override SizeKeys Sizes => BertConfigReader.Sizes;

    public override bool HasPooler => false;

    public override EncoderConfig Read(KeyReader keys, JsonObject root)
    {
        var refused = new List<Refusal>();
        foreach ((string key, string[] usual) in Others)
        {
            if (keys.Unusual(root, key, usual) is { } found)
            {
                refused.Add(new Refusal(key, found, usual.Length == 0 ? "null" : usual[0]));
            }
        }

        // The library reads theta of its own key alone.
        string thetaKey = keys.Has(root, RotaryReader.ThetaKey) || keys.Has(root, RotaryReader.ObjectKey) ? RotaryReader.ThetaKey : "rotary_emb_base";
        EncoderConfig config = Reader.Read(keys, root, refused, RotaryRule.Plain, RotaryRule.Linear);
        return config with
        {
            Rotary = thetaKey == RotaryReader.ThetaKey ? config.Rotary : config.Rotary! with { Theta = ConfigLimits.Positive(keys, root, thetaKey, config.Rotary.Theta) },
            Refused = refused.ToEquatable(),
        };
    }

    public override IReadOnlyList<Value> BuildEncoder(GraphBuilder graph, EncoderConfig config) => new RotaryLayers(config, Tensors).Build(graph);

    public override Value BuildClassifier(GraphBuilder graph, EncoderConfig config, Value first) =>
        graph.HeadDense(BertGraph.Pooler(graph, config, first), "Classifier", "classifier", config.Labels.Count);

    public override IEnumerable<CompiledKey> Keys(EncoderConfig config) => Reader.Keys(config);
}
