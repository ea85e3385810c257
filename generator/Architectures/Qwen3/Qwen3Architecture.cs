using BertGen.Generator.Architectures.Bert;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Json;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Architectures.Qwen3;

/// <summary>Qwen3 as an embedder: the layers of Llama with a norm of each head, whose pieces attend to those before them alone. The vector of a text is that of its last piece.</summary>
internal sealed class Qwen3Architecture : Architecture
{
    private const string LayersKey = "layer_types";
    private const string SlidingKey = "use_sliding_window";
    private const string PaddingKey = "pad_token_id";
    private const string Full = "full_attention";

    private static readonly GroupedConfigReader Reader = new("qwen3", epsilon: "1e-6", positions: 32768, headWidth: 128);

    public override string ModelType => "qwen3";

    public override string Title => "Qwen3";

    public override string SavedClass => "Qwen3Model";

    /// <summary>Its classifiers read the last piece, and are none that are compiled.</summary>
    public override string ClassifierClass => "";

    public override IReadOnlyList<string> Prefixes => ["model."];

    public override SizeKeys Sizes => BertConfigReader.Sizes;

    public override bool HasPooler => false;

    public override bool HasBertVocabulary => false;

    public override ResidualDropouts ResidualDropouts { get; } = new(AttentionOutput: null, LayerOutput: null);

    public override EncoderConfig Read(KeyReader keys, JsonObject root)
    {
        var refused = new List<Refusal>();
        EncoderConfig config = Reader.Read(keys, root, refused);
        if (keys.Texts(root, LayersKey)?.FirstOrDefault(type => type != Full) is { } other)
        {
            refused.Add(new Refusal(LayersKey, $"\"{other}\"", $"\"{Full}\" in every layer"));
        }
        else if (keys.Boolean(root, SlidingKey, false))
        {
            refused.Add(new Refusal(SlidingKey, "true", "attention to all pieces before (false)"));
        }

        // Published configs name no padding: their tokenizer does, and no piece of a text is taken for it.
        bool hasPadding = keys.Unusual(root, PaddingKey) is not null;
        return config with
        {
            HasPadding = hasPadding,
            PadTokenId = hasPadding ? keys.Integer(root, PaddingKey, null, int.MinValue, int.MaxValue) : EncoderConfig.NoPadding,
            Refused = refused.ToEquatable(),
        };
    }

    public override IReadOnlyList<Value> BuildEncoder(GraphBuilder graph, EncoderConfig config) => GroupedLayers.Build(graph, config, isCausal: true, normsHeads: true);

    public override Value BuildClassifier(GraphBuilder graph, EncoderConfig config, Value first) => throw new InvalidOperationException(Title + " has no classifier.");

    public override IEnumerable<CompiledKey> Keys(EncoderConfig config)
    {
        foreach (CompiledKey key in Reader.Keys(config))
        {
            yield return key;
        }

        if (config.HasPadding)
        {
            yield return new(KeyKind.Integer, NumberText.Plain(config.PadTokenId), null, PaddingKey);
        }
    }
}
