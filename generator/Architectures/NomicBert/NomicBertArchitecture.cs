using BertGen.Generator.Architectures.Bert;
using BertGen.Generator.Architectures.Heads;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Json;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Architectures.NomicBert;

/// <summary>nomic-bert: BERT with rotary positions and gated products, without biases in products.</summary>
internal sealed class NomicBertArchitecture : Architecture
{
    private const string OriginalThetaKey = "rotary_emb_base";

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

    /// <summary>
    /// Keys of the original program, what transformers calls them, and what it takes in their place, because it does not read them: a model of
    /// other sizes is one that it cannot load, or runs wrongly.
    /// </summary>
    private static readonly (string Original, string Name, string[] Taken)[] Unread =
    [
        ("n_embd", "hidden_size", ["768"]), ("n_layer", "num_hidden_layers", ["12"]), ("n_head", "num_attention_heads", ["12"]), ("n_inner", "intermediate_size", ["3072"]),
        ("layer_norm_epsilon", "layer_norm_eps", ["1e-12", "1e-012", "1.0e-12", "1E-12"]),
    ];

    public override string ModelType => "nomic_bert";

    public override string Title => "nomic-bert";

    public override string SavedClass => "NomicBertModel";

    public override string ClassifierClass => "NomicBertForSequenceClassification";

    public override IReadOnlyList<string> Prefixes => ["nomic_bert."];

    public override IReadOnlyList<(string Name, string[] Parts)> OtherNames => Tensors.ModuleNames;

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

        string thetaKey = keys.Has(root, RotaryReader.ThetaKey) || keys.Has(root, RotaryReader.ObjectKey) ? RotaryReader.ThetaKey : OriginalThetaKey;
        (string Original, string Name, string[] Taken)[] unread = thetaKey == OriginalThetaKey ? [.. Unread, (OriginalThetaKey, RotaryReader.ThetaKey, ["1000", "1000.0"])] : Unread;
        foreach ((string original, string name, string[] taken) in unread.Where(key => !keys.Has(root, key.Name)))
        {
            if (keys.Unusual(root, original, taken) is { } found)
            {
                // One of them says enough: the others are as little read.
                refused.Add(new Refusal(original, found, $"{taken[0]}, which transformers takes for it, because it does not read this key: name it \"{name}\""));
                break;
            }
        }

        EncoderConfig config = Reader.Read(keys, root, refused, RotaryRule.Plain, RotaryRule.Linear, RotaryRule.Dynamic);
        return config with
        {
            Rotary = thetaKey == RotaryReader.ThetaKey ? config.Rotary : config.Rotary! with { Theta = ConfigLimits.Positive(keys, root, thetaKey, config.Rotary.Theta) },
            Refused = refused.ToEquatable(),
        };
    }

    public override IReadOnlyList<Value> BuildEncoder(GraphBuilder graph, EncoderConfig config) => new RotaryLayers(config, Tensors).Build(graph);

    public override Value BuildClassifier(GraphBuilder graph, EncoderConfig config, Value first) =>
        graph.HeadDense(BertGraph.Pooler(graph, config, first), "Classifier", "classifier", config.Labels.Count);

    public override MaskedLanguageHead? MaskedLanguage(EncoderConfig config) => MaskedLanguageHead.InPredictions(Activations.Parse(config.Activation)!.Value, "layer_norm");

    public override IEnumerable<CompiledKey> Keys(EncoderConfig config) => Reader.Keys(config);
}
