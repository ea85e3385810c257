using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Architectures.Bert;

/// <summary>BERT as the reference computes it, every step an operation of its own.</summary>
internal static class BertGraph
{
    /// <summary>The outputs of the layers, lowest first.</summary>
    /// <param name="graph">What is built.</param>
    /// <param name="config">The sizes.</param>
    /// <param name="projection">Name of the product between embeddings and layers, in families that have one.</param>
    public static IReadOnlyList<Value> Encoder(GraphBuilder graph, EncoderConfig config, string? projection = null)
    {
        Value hidden = Embeddings(graph, config);
        if (projection is not null)
        {
            hidden = graph.Project(hidden, projection, config.HiddenSize);
        }

        var layers = new List<Value>();
        for (int layer = 0; layer < config.LayerCount; layer++)
        {
            using (graph.InLayer(layer, $"encoder.layer.{NumberText.Plain(layer)}."))
            {
                hidden = Layer(graph, config, hidden);
                layers.Add(hidden);
            }
        }

        return layers;
    }

    public static Value Pooler(GraphBuilder graph, EncoderConfig config, Value first)
    {
        Value dense = graph.Dense(first, "Pooler", "pooler.dense", config.HiddenSize);
        return graph.Activate(dense, Activation.Tanh, "pooled");
    }

    /// <summary>norm(words + positions + types); families without types have none in the sum.</summary>
    public static Value Embeddings(GraphBuilder graph, EncoderConfig config, bool isProjected = false)
    {
        // What the layers begin with is in their variable.
        int width = config.EmbeddingWidth;
        string slot = isProjected || width != config.HiddenSize ? "Embedded" : "Hidden";
        Value words = graph.Lookup("words", slot, LookupIndex.Id, "embeddings.word_embeddings", config.VocabularySize, width);
        Value positions = graph.Lookup("positions", "positions", LookupIndex.Position, "embeddings.position_embeddings", config.PositionCount, width);
        if (config.TypeCount == 0)
        {
            Value both = graph.Add(new AddOp(words, positions, new Value("sum", slot, width)));
            return graph.Norm(both, "embedded", "EmbeddingNorm", "embeddings.LayerNorm", config.LayerNormEpsilon, slot);
        }

        Value types = graph.Lookup("types", "types", LookupIndex.Type, "embeddings.token_type_embeddings", config.TypeCount, width);
        Value placed = graph.Add(new AddOp(words, positions, new Value("placed", slot, width)));
        Value sum = graph.Add(new AddOp(placed, types, new Value("sum", slot, width)));
        return graph.Norm(sum, "embedded", "EmbeddingNorm", "embeddings.LayerNorm", config.LayerNormEpsilon, slot);
    }

    private static Value Layer(GraphBuilder graph, EncoderConfig config, Value hidden)
    {
        Value query = graph.Dense(hidden, "Query", "attention.self.query", config.HiddenSize);
        Value key = graph.Dense(hidden, "Key", "attention.self.key", config.HiddenSize);
        Value value = graph.Dense(hidden, "Value", "attention.self.value", config.HiddenSize);
        Value context = graph.Attention(query, key, value, config.HeadCount);
        Value attended = graph.Dense(context, "AttentionOutput", "attention.output.dense", config.HiddenSize);
        Value attention = graph.AddNorm(attended, hidden, "attention", "AttentionNorm", "attention.output.LayerNorm", config.LayerNormEpsilon);

        Value wide = graph.Dense(attention, "Intermediate", "intermediate.dense", config.IntermediateSize);
        Value active = graph.Activate(wide, Activations.Parse(config.Activation)!.Value, "active");
        Value narrow = graph.Dense(active, "Output", "output.dense", config.HiddenSize);
        return graph.AddNorm(narrow, attention, "output", "OutputNorm", "output.LayerNorm", config.LayerNormEpsilon);
    }
}
