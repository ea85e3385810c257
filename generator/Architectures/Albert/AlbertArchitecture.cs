using BertGen.Generator.Architectures.Bert;
using BertGen.Generator.Architectures.Heads;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Json;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Architectures.Albert;

/// <summary>ALBERT: BERT whose embeddings have a width of their own, and whose layers share their weights.</summary>
internal sealed class AlbertArchitecture : Architecture
{
    private const string EmbeddingKey = "embedding_size";
    private const string GroupsKey = "num_hidden_groups";
    private const string InnerKey = "inner_group_num";
    private const string LayersKey = "num_hidden_layers";
    private const int DefaultEmbeddingSize = 128;
    private const string DefaultActivation = "gelu_new";

    public override string ModelType => "albert";

    public override string Title => "ALBERT";

    public override string SavedClass => "AlbertModel";

    public override string ClassifierClass => "AlbertForSequenceClassification";

    public override IReadOnlyList<string> Prefixes => ["albert."];

    public override SizeKeys Sizes => BertConfigReader.Sizes;

    public override bool HasPooler => true;

    public override bool HasBertVocabulary => false;

    /// <summary>Dropout stands behind the embeddings and the attention, and not behind a layer's last product.</summary>
    public override ResidualDropouts ResidualDropouts { get; } = new(DropoutRate.Hidden, LayerOutput: null);

    public override EncoderConfig Read(KeyReader keys, JsonObject root)
    {
        EncoderConfig config = BertConfigReader.Read(keys, root);
        int inner = keys.Integer(root, InnerKey, 1, 1, ConfigLimits.MostLayers);
        return config with
        {
            Activation = keys.Text(root, "hidden_act", DefaultActivation),
            HiddenDropout = ConfigLimits.Probability(keys, root, "hidden_dropout_prob", "0.0"),
            AttentionDropout = ConfigLimits.Probability(keys, root, "attention_probs_dropout_prob", "0.0"),
            EmbeddingSize = keys.Integer(root, EmbeddingKey, DefaultEmbeddingSize, 1, ConfigLimits.MostColumns),
            LayerGroups = keys.Integer(root, GroupsKey, 1, 1, ConfigLimits.MostLayers),
            LayersOfGroup = inner,
            LayerCount = config.LayerCount * inner,
        };
    }

    public override IEnumerable<(string Key, string Found, string Supported)> Refusals(EncoderConfig config)
    {
        foreach ((string Key, string Found, string Supported) refusal in BertConfigReader.Refusals(config))
        {
            yield return refusal;
        }

        if (config.LayerGroups > config.LayerCount / config.LayersOfGroup)
        {
            yield return (GroupsKey, NumberText.Plain(config.LayerGroups), "at most as many groups as layers");
        }

        if (config.LayerCount > ConfigLimits.MostLayers)
        {
            yield return (InnerKey, NumberText.Plain(config.LayersOfGroup), $"at most {NumberText.Plain(ConfigLimits.MostLayers)} layers in all");
        }
    }

    public override IReadOnlyList<Value> BuildEncoder(GraphBuilder graph, EncoderConfig config)
    {
        Value hidden = graph.Project(BertGraph.Embeddings(graph, config, isProjected: true), "encoder.embedding_hidden_mapping_in", config.HiddenSize);
        int blocks = config.LayerCount / config.LayersOfGroup;
        var layers = new List<Value>();
        for (int layer = 0; layer < config.LayerCount; layer++)
        {
            // As the reference has it: truncated, of a quotient in floating point.
            int group = (int)(layer / config.LayersOfGroup / ((double)blocks / config.LayerGroups));
            string path = $"encoder.albert_layer_groups.{NumberText.Plain(group)}.albert_layers.{NumberText.Plain(layer % config.LayersOfGroup)}.";
            using (graph.InLayer(layer, path))
            {
                hidden = Layer(graph, config, hidden);
                layers.Add(hidden);
            }
        }

        return layers;
    }

    public override Value BuildPooler(GraphBuilder graph, EncoderConfig config, Value first) =>
        graph.Activate(graph.Dense(first, "Pooler", "pooler", config.HiddenSize), Activation.Tanh, "pooled");

    public override Value BuildClassifier(GraphBuilder graph, EncoderConfig config, Value first) =>
        graph.HeadDense(BuildPooler(graph, config, first), "Classifier", "classifier", config.Labels.Count);

    public override MaskedLanguageHead? MaskedLanguage(EncoderConfig config) =>
        new("predictions.dense", "predictions.LayerNorm", "predictions.decoder") { Activation = Activations.Parse(config.Activation)!.Value, TiedBias = "predictions.bias" };

    public override IEnumerable<CompiledKey> Keys(EncoderConfig config) =>
    [
        .. BertConfigReader.Keys(config, ModelType).Select(key => key.Names[0] switch
        {
            LayersKey => key with { Value = NumberText.Plain(config.LayerCount / config.LayersOfGroup) },
            "hidden_act" => key with { Absent = $"\"{DefaultActivation}\"" },
            "hidden_dropout_prob" or "attention_probs_dropout_prob" => key with { Value = "0.0", Absent = "0.0" },
            _ => key,
        }),
        new(KeyKind.Integer, NumberText.Plain(config.EmbeddingWidth), NumberText.Plain(DefaultEmbeddingSize), EmbeddingKey),
        new(KeyKind.Integer, NumberText.Plain(config.LayerGroups), "1", GroupsKey),
        new(KeyKind.Integer, NumberText.Plain(config.LayersOfGroup), "1", InnerKey),
    ];

    private static Value Layer(GraphBuilder graph, EncoderConfig config, Value hidden)
    {
        Value query = graph.Dense(hidden, "Query", "attention.query", config.HiddenSize);
        Value key = graph.Dense(hidden, "Key", "attention.key", config.HiddenSize);
        Value value = graph.Dense(hidden, "Value", "attention.value", config.HiddenSize);
        Value context = graph.Attention(query, key, value, config.HeadCount);
        Value attended = graph.Dense(context, "AttentionOutput", "attention.dense", config.HiddenSize);
        Value attention = graph.AddNorm(attended, hidden, "attention", "AttentionNorm", "attention.LayerNorm", config.LayerNormEpsilon);

        Value wide = graph.Dense(attention, "Intermediate", "ffn", config.IntermediateSize);
        Value active = graph.Activate(wide, Activations.Parse(config.Activation)!.Value, "active");
        Value narrow = graph.Dense(active, "Output", "ffn_output", config.HiddenSize);
        return graph.AddNorm(narrow, attention, "output", "OutputNorm", "full_layer_layer_norm", config.LayerNormEpsilon);
    }
}
