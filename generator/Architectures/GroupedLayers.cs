using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Architectures;

/// <summary>The layers of Llama, which EuroBERT and Qwen3 have too: norms without mean before the products, rotary positions, gates, and heads of keys and values that several heads of queries share.</summary>
internal static class GroupedLayers
{
    /// <summary>The outputs of the layers, lowest first; that of the last is normed.</summary>
    /// <param name="graph">What is built.</param>
    /// <param name="config">The sizes.</param>
    /// <param name="isCausal">Whether pieces attend to none behind them.</param>
    /// <param name="normsHeads">Whether each head of queries and keys is normed before it is turned.</param>
    public static IReadOnlyList<Value> Build(GraphBuilder graph, EncoderConfig config, bool isCausal = false, bool normsHeads = false)
    {
        Value hidden = graph.Lookup("words", "Hidden", LookupIndex.Id, "embed_tokens", config.VocabularySize, config.HiddenSize);
        var layers = new List<Value>();
        for (int layer = 0; layer < config.LayerCount; layer++)
        {
            using (graph.InLayer(layer, $"layers.{NumberText.Plain(layer)}."))
            {
                hidden = Layer(graph, config, hidden, isCausal, normsHeads);
                layers.Add(hidden);
            }
        }

        layers[layers.Count - 1] = Norm(graph, config, hidden, "final", NormModule.Final, "norm", "Hidden");
        return layers;
    }

    private static Value Layer(GraphBuilder graph, EncoderConfig config, Value hidden, bool isCausal, bool normsHeads)
    {
        (int heads, int keyHeads, int size) = (config.HeadCount, config.KeyValueHeads, config.HeadSize);
        Value normed = Norm(graph, config, hidden, "normed", "AttentionNorm", "input_layernorm", "Normed");
        Value joined = graph.QueryKeyValue(normed, ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"], heads * size, keyHeads * size, config.HasAttentionBias);
        Value prepared = normsHeads ? graph.HeadNorms(joined, heads, keyHeads, size, "self_attn.q_norm", "self_attn.k_norm", config.LayerNormEpsilon) : joined;
        Value turned = graph.Rotate(prepared, config.Rotary!, heads + keyHeads, size);
        Value context = graph.Attention(turned, heads, size, keyHeads: keyHeads, isCausal: isCausal);
        Value attended = graph.Dense(context, "AttentionOutput", "self_attn.o_proj", config.HiddenSize, config.HasAttentionBias);
        Value attention = graph.Add(attended, hidden, "attention");

        Value inner = Norm(graph, config, attention, "innerNormed", "InnerNorm", "post_attention_layernorm", "Normed");
        Value wide = graph.Joined(inner, "Intermediate", ["mlp.gate_proj", "mlp.up_proj"], ["Gate", "Up"], config.IntermediateSize, config.HasMlpBias);
        Value gated = graph.Gate(wide, Activations.Parse(config.Activation)!.Value, second: false);
        Value narrow = graph.Dense(gated, "Output", "mlp.down_proj", config.HiddenSize, config.HasMlpBias);
        return graph.Add(narrow, attention, "output");
    }

    private static Value Norm(GraphBuilder graph, EncoderConfig config, Value input, string name, string role, string module, string slot) =>
        graph.Norm(input, name, role, module, config.LayerNormEpsilon, slot, hasBias: false, isRms: true);
}
