using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Architectures;

/// <summary>What nomic-bert, gte and jina v3 have in common: BERT with rotary positions in place of a table, by other names of its tensors.</summary>
/// <param name="config">The sizes.</param>
/// <param name="names">What the tensors are called.</param>
internal sealed class RotaryLayers(EncoderConfig config, RotaryTensors names)
{
    /// <summary>The outputs of the layers, lowest first.</summary>
    public IReadOnlyList<Value> Build(GraphBuilder graph)
    {
        Value hidden = Embeddings(graph);
        var layers = new List<Value>();
        for (int layer = 0; layer < config.LayerCount; layer++)
        {
            using (graph.InLayer(layer, $"{names.Layers}.{NumberText.Plain(layer)}."))
            {
                hidden = Layer(graph, hidden);
                layers.Add(hidden);
            }
        }

        return layers;
    }

    private Value Embeddings(GraphBuilder graph)
    {
        Value words = graph.Lookup("words", "Hidden", LookupIndex.Id, "embeddings.word_embeddings", config.VocabularySize, config.HiddenSize);
        if (config.TypeCount == 0)
        {
            return graph.Norm(words, "embedded", "EmbeddingNorm", names.EmbeddingNorm, config.LayerNormEpsilon);
        }

        Value types = graph.Lookup("types", "types", LookupIndex.Type, "embeddings.token_type_embeddings", config.TypeCount, config.HiddenSize);
        Value sum = graph.Add(new AddOp(words, types, new Value("sum", "Hidden", config.HiddenSize)));
        return graph.Norm(sum, "embedded", "EmbeddingNorm", names.EmbeddingNorm, config.LayerNormEpsilon);
    }

    private Value Layer(GraphBuilder graph, Value hidden)
    {
        int width = config.HeadCount * config.HeadSize;
        Value joined = graph.QueryKeyValue(hidden, names.QueryKeyValue, 3 * width, config.HasAttentionBias);
        Value turned = graph.Rotate(joined, config.Rotary!, 2 * config.HeadCount, config.HeadSize);
        Value context = graph.Attention(turned, config.HeadCount, config.HeadSize);
        Value attended = graph.Dense(context, "AttentionOutput", names.AttentionOutput, config.HiddenSize, config.HasAttentionBias);
        Value attention = graph.AddNorm(attended, hidden, "attention", "AttentionNorm", names.AttentionNorm, config.LayerNormEpsilon);
        Value narrow = graph.Dense(Inner(graph, attention), "Output", names.Output, config.HiddenSize, config.HasMlpBias);
        return graph.AddNorm(narrow, attention, "output", "OutputNorm", names.OutputNorm, config.LayerNormEpsilon);
    }

    private Value Inner(GraphBuilder graph, Value attention)
    {
        Activation activation = Activations.Parse(config.Activation)!.Value;
        return names.Inner switch
        {
            // One product, the activation of all of it.
            { Gate: null, Both: null } inner => graph.Activate(graph.Dense(attention, "Intermediate", inner.Up, config.IntermediateSize), activation, "active"),

            // One tensor with both halves, the activation of the second.
            { Both: { } both } => graph.Gate(graph.Dense(attention, "Intermediate", both, 2 * config.IntermediateSize, hasBias: false), activation, second: true),

            // Two tensors, the activation of the gate.
            { Gate: { } gate, Up: var up } => graph.Gate(graph.Joined(attention, "Intermediate", [gate, up], ["Gate", "Up"], config.IntermediateSize, hasBias: false), activation, second: false),
        };
    }
}

/// <summary>Names of the tensors of a rotary family.</summary>
/// <param name="EmbeddingNorm">Norm of the embeddings.</param>
/// <param name="Layers">What stands before the number of a layer.</param>
/// <param name="QueryKeyValue">Product of queries, keys and values.</param>
/// <param name="AttentionOutput">Product behind the attention.</param>
/// <param name="AttentionNorm">Norm behind it.</param>
/// <param name="Inner">Products from the width of a layer to the inner one.</param>
/// <param name="Output">Product back.</param>
/// <param name="OutputNorm">Norm at the end of a layer.</param>
internal sealed record RotaryTensors(
    string EmbeddingNorm, string Layers, string QueryKeyValue, string AttentionOutput, string AttentionNorm, InnerTensors Inner, string Output, string OutputNorm)
{
    /// <summary>What the modules of the library are called, which writes the names of the original checkpoints and reads both.</summary>
    public IReadOnlyList<(string Name, string[] Parts)> ModuleNames { get; } =
    [
        (EmbeddingNorm, ["embeddings.LayerNorm"]),
        (Layers + ".*." + QueryKeyValue, ["layers.*.self_attn.q_proj", "layers.*.self_attn.k_proj", "layers.*.self_attn.v_proj"]),
        (Layers + ".*." + AttentionOutput, ["layers.*.self_attn.o_proj"]),
        (Layers + ".*." + AttentionNorm, ["layers.*.post_attention_layernorm"]),
        .. Inner switch
        {
            { Gate: null, Both: null } => new (string, string[])[] { (Layers + ".*." + Inner.Up, ["layers.*.mlp.fc1"]), (Layers + ".*." + Output, ["layers.*.mlp.fc2"]) },
            { Both: { } both } => [(Layers + ".*." + both, ["layers.*.mlp.up_proj", "layers.*.mlp.gate_proj"]), (Layers + ".*." + Output, ["layers.*.mlp.down_proj"])],
            { Gate: { } gate } =>
            [
                (Layers + ".*." + Inner.Up, ["layers.*.mlp.up_proj"]), (Layers + ".*." + gate, ["layers.*.mlp.gate_proj"]), (Layers + ".*." + Output, ["layers.*.mlp.down_proj"]),
            ],
        },
        (Layers + ".*." + OutputNorm, ["layers.*.post_mlp_layernorm"]),
    ];
}

/// <summary>Names of the inner products of a layer.</summary>
/// <param name="Up">The product, or its half without an activation.</param>
/// <param name="Gate">The half with it; null where there is none.</param>
/// <param name="Both">Both halves in one tensor, the gate behind; null where they are apart.</param>
internal sealed record InnerTensors(string Up, string? Gate = null, string? Both = null);
