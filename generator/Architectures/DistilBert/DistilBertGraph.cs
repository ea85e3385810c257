using BertGen.Generator.Architectures.Bert;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Architectures.DistilBert;

/// <summary>DistilBERT as the reference computes it, every step an operation of its own.</summary>
internal static class DistilBertGraph
{
    /// <summary>The outputs of the layers, lowest first.</summary>
    public static IReadOnlyList<Value> Encoder(GraphBuilder graph, EncoderConfig config)
    {
        Value hidden = BertGraph.Embeddings(graph, config);
        var layers = new List<Value>();
        for (int layer = 0; layer < config.LayerCount; layer++)
        {
            using (graph.InLayer(layer, $"transformer.layer.{NumberText.Plain(layer)}."))
            {
                hidden = Layer(graph, config, hidden);
                layers.Add(hidden);
            }
        }

        return layers;
    }

    private static Value Layer(GraphBuilder graph, EncoderConfig config, Value hidden)
    {
        Value query = graph.Dense(hidden, "Query", "attention.q_lin", config.HiddenSize);
        Value key = graph.Dense(hidden, "Key", "attention.k_lin", config.HiddenSize);
        Value value = graph.Dense(hidden, "Value", "attention.v_lin", config.HiddenSize);
        Value context = graph.Attention(query, key, value, config.HeadCount);
        Value attended = graph.Dense(context, "AttentionOutput", "attention.out_lin", config.HiddenSize);
        Value attention = graph.AddNorm(attended, hidden, "attention", "AttentionNorm", "sa_layer_norm", config.LayerNormEpsilon);

        Value wide = graph.Dense(attention, "Intermediate", "ffn.lin1", config.IntermediateSize);
        Value active = graph.Activate(wide, Activations.Parse(config.Activation)!.Value, "active");
        Value narrow = graph.Dense(active, "Output", "ffn.lin2", config.HiddenSize);
        return graph.AddNorm(narrow, attention, "output", "OutputNorm", "output_layer_norm", config.LayerNormEpsilon);
    }
}
