using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Architectures.ModernBert;

/// <summary>ModernBERT as the reference computes it, every step an operation of its own.</summary>
internal static class ModernBertGraph
{
    /// <summary>The outputs of the layers, lowest first; that of the last is normed.</summary>
    public static IReadOnlyList<Value> Encoder(GraphBuilder graph, EncoderConfig config)
    {
        Value words = graph.Lookup("words", "Hidden", LookupIndex.Id, "embeddings.tok_embeddings", config.VocabularySize, config.HiddenSize);
        Value hidden = graph.Norm(words, "embedded", "EmbeddingNorm", "embeddings.norm", config.LayerNormEpsilon, hasBias: config.HasNormBias);
        var layers = new List<Value>();
        for (int layer = 0; layer < config.LayerCount; layer++)
        {
            bool isLocal = config.LocalLayers[layer];
            string kind = (layer == 0 ? "First" : "") + (isLocal ? "Local" : "Global");
            using (graph.InLayer(layer, $"layers.{NumberText.Plain(layer)}.", kind))
            {
                hidden = Layer(graph, config, hidden, isLocal, isFirst: layer == 0);
                layers.Add(hidden);
            }
        }

        layers[layers.Count - 1] = graph.Norm(hidden, "final", NormModule.Final, "final_norm", config.LayerNormEpsilon, hasBias: config.HasNormBias);
        return layers;
    }

    /// <summary>classifier(norm(activation(dense(x))))</summary>
    public static Value Classifier(GraphBuilder graph, EncoderConfig config, Value pooled)
    {
        Value dense = graph.HeadDense(pooled, "HeadDense", "head.dense", config.HiddenSize, config.HasClassifierBias);
        Value active = graph.Activate(dense, Activations.Parse(config.ClassifierActivation)!.Value, "activated");
        Value norm = graph.HeadNorm(active, "normed", "HeadNorm", "head.norm", config.LayerNormEpsilon, config.HasNormBias);
        return graph.HeadDense(norm, "Classifier", "classifier", config.Labels.Count);
    }

    private static Value Layer(GraphBuilder graph, EncoderConfig config, Value hidden, bool isLocal, bool isFirst)
    {
        // The embeddings have just been normed, so the first layer does not do it again.
        Value normed = isFirst ? hidden : graph.Norm(hidden, "normed", "AttentionNorm", "attn_norm", config.LayerNormEpsilon, "Normed", config.HasNormBias);
        Value joined = graph.QueryKeyValue(normed, "attn.Wqkv", 3 * config.HiddenSize, config.HasAttentionBias);
        Value turned = graph.Rotate(joined, isLocal ? config.LocalRotary! : config.Rotary!, 2 * config.HeadCount, config.HeadSize);

        // What is as far as half the window is seen, on both sides.
        Value context = graph.Attention(turned, config.HeadCount, config.HeadSize, isLocal ? (config.LocalWindow / 2) + 1 : 0);
        Value attended = graph.Dense(context, "AttentionOutput", "attn.Wo", config.HiddenSize, config.HasAttentionBias);
        Value attention = graph.Add(attended, hidden, "attention");

        Value inner = graph.Norm(attention, "innerNormed", "InnerNorm", "mlp_norm", config.LayerNormEpsilon, "Normed", config.HasNormBias);
        Value wide = graph.Dense(inner, "Intermediate", "mlp.Wi", 2 * config.IntermediateSize, config.HasMlpBias);
        Value gated = graph.Gate(wide, Activations.Parse(config.Activation)!.Value, second: false);
        Value narrow = graph.Dense(gated, "Output", "mlp.Wo", config.HiddenSize, config.HasMlpBias);
        return graph.Add(narrow, attention, "output");
    }
}
