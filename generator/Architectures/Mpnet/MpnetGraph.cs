using BertGen.Generator.Architectures.Bert;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Architectures.Mpnet;

/// <summary>MPNet as the reference computes it, every step an operation of its own.</summary>
internal static class MpnetGraph
{
    /// <summary>The outputs of the layers, lowest first.</summary>
    public static IReadOnlyList<Value> Encoder(GraphBuilder graph, EncoderConfig config)
    {
        Value hidden = BertGraph.Embeddings(graph, config);
        Value bias = graph.DistanceBias("encoder.relative_attention_bias", config.DistanceBuckets, config.HeadCount);
        var layers = new List<Value>();
        for (int layer = 0; layer < config.LayerCount; layer++)
        {
            using (graph.InLayer(layer, $"encoder.layer.{NumberText.Plain(layer)}."))
            {
                hidden = Layer(graph, config, hidden, bias);
                layers.Add(hidden);
            }
        }

        return layers;
    }

    private static Value Layer(GraphBuilder graph, EncoderConfig config, Value hidden, Value bias)
    {
        Value query = graph.Dense(hidden, "Query", "attention.attn.q", config.HiddenSize);
        Value key = graph.Dense(hidden, "Key", "attention.attn.k", config.HiddenSize);
        Value value = graph.Dense(hidden, "Value", "attention.attn.v", config.HiddenSize);
        Value context = graph.Attention(query, key, value, config.HeadCount, bias);
        Value attended = graph.Dense(context, "AttentionOutput", "attention.attn.o", config.HiddenSize);
        Value attention = graph.AddNorm(attended, hidden, "attention", "AttentionNorm", "attention.LayerNorm", config.LayerNormEpsilon);

        Value wide = graph.Dense(attention, "Intermediate", "intermediate.dense", config.IntermediateSize);
        Value active = graph.Activate(wide, Activations.Parse(config.Activation)!.Value, "active");
        Value narrow = graph.Dense(active, "Output", "output.dense", config.HiddenSize);
        return graph.AddNorm(narrow, attention, "output", "OutputNorm", "output.LayerNorm", config.LayerNormEpsilon);
    }
}
