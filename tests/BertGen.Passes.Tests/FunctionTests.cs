using BertGen.Generator.Architectures;
using BertGen.Generator.Architectures.Bert;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Json;
using BertGen.Generator.Model;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Ops;
using BertGen.Generator.Tests.Harness;
using BertGen.Tests.Torch;

namespace BertGen.Passes.Tests;

/// <summary>Layers are calls of functions: as many functions as there are kinds of layers, and weights that layers may share.</summary>
public sealed class FunctionTests
{
    private const string TopLayer = ", TopLayerOnly = true";
    private const string Trained = ", TopLayerOnly = true, RequiresGrad = true";
    private const string Torch = ", Target = BertTarget.TorchSharp, Device = BertDevice.Cpu";

    private static readonly BertArchitecture Bert = new();

    /// <summary>Layers 0 and 2 of three are of one kind, layer 1 of another, and layer 0 has no LayerNorm behind its attention.</summary>
    private static EmbedderSpec Spec(string arguments, bool hasKinds) =>
        WrittenModel.Spec(TestModels.Tiny, arguments) with { Family = new Variant((graph, config) => Layers(graph, config, hasKinds)) };

    [Theory]
    [InlineData("")]
    [InlineData(TopLayer)]
    [InlineData(Trained)]
    [InlineData(", RequiresGrad = true, FrozenLayers = 2")]
    [InlineData(", TopLayerOnly = true, RequiresGrad = true, Checkpointing = true")]
    public void LayersOfOneKindComputeTheSameAsLayersOfTheirOwn(string arguments) => CompareKinds(arguments, PassList.All);

    [TorchTheory]
    [InlineData("")]
    [InlineData(Trained)]
    public void LayersOfOneKindComputeTheSameWithTorchSharp(string arguments) => CompareKinds(arguments + Torch, TorchSharpPassList.All);

    [Fact]
    public void EachKindIsAFunction()
    {
        string written = WrittenModel.Write(Spec(Trained, hasKinds: true), PassList.All);

        string[] functions = ["void EncodeFirstLayer(", "void EncodeLayer(", "void EncodeRectifiedLayer(", "void StepFirstLayer(", "void StepLayer(", "void StepRectifiedLayer(", "void FirstLayerBackward(", "void LayerBackward(", "void RectifiedLayerBackward("];
        Assert.All(functions, function => Assert.Equal(2, written.Split(function).Length));
        Assert.Contains("EncodeRectifiedLayer(lane, _layer1", written, StringComparison.Ordinal);

        // Layers with the same weights have one type, whatever they compute.
        Assert.Contains("private readonly FirstLayer _layer0;", written, StringComparison.Ordinal);
        Assert.Contains("private readonly RectifiedLayer _layer1;", written, StringComparison.Ordinal);
        Assert.Contains("private readonly RectifiedLayer _layer2;", written, StringComparison.Ordinal);
        Assert.Contains(".. RectifiedLayerTable(\"encoder.layer.2.\")", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TopLayer)]
    [InlineData("")]
    public void LayersThatShareWeightsComputeTheSameAsLayersWithEqualOnes(string arguments)
    {
        EmbedderSpec apart = WrittenModel.Spec(TestModels.Tiny, arguments);
        float[] expected = WrittenModel.Run(apart, TestModels.Tiny, arguments, WrittenModel.Write(apart, PassList.All), hasEqualLayers: true);
        EmbedderSpec shared = apart with { Family = new Variant(SharedLayers) };
        string written = WrittenModel.Write(shared, PassList.All);

        Assert.Equal(expected, WrittenModel.Run(shared, TestModels.Tiny, arguments, written, hasEqualLayers: true));
        Assert.Contains("_layer0;", written, StringComparison.Ordinal);
        Assert.DoesNotContain("_layer1", written, StringComparison.Ordinal);
        Assert.Equal(4, written.Split("EncodeLayer(lane, _layer0").Length);
    }

    /// <summary>The gradient of a shared weight is the sum over the layers that have it.</summary>
    [Fact]
    public void GradientsOfSharedWeightsAreSums()
    {
        EmbedderSpec apart = WrittenModel.Spec(TestModels.Tiny, Trained);
        float[] parts = WrittenModel.Run(apart, TestModels.Tiny, Trained, WrittenModel.Write(apart, PassList.All), hasEqualLayers: true);
        EmbedderSpec shared = apart with { Family = new Variant(SharedLayers) };
        float[] sums = WrittenModel.Run(shared, TestModels.Tiny, Trained, WrittenModel.Write(shared, PassList.All), hasEqualLayers: true);

        // Vectors and the gradients of the embeddings come first, those of the layers last.
        int layer = (4 * ((32 * 32) + 32)) + (2 * 32 * 64) + 64 + 32 + (4 * 32);
        int others = sums.Length - layer;
        Assert.Equal(others + (3 * layer), parts.Length);
        for (int i = 0; i < sums.Length; i++)
        {
            float expected = i < others ? parts[i] : parts[i] + parts[i + layer] + parts[i + (2 * layer)];
            Assert.True(Math.Abs(expected - sums[i]) <= 1e-4f * Math.Max(1, Math.Abs(expected)), $"{i} of {sums.Length} is {sums[i]} and not {expected}");
        }
    }

    private static void CompareKinds(string arguments, IReadOnlyList<Pass> passes)
    {
        EmbedderSpec own = Spec(arguments, hasKinds: false), kinds = Spec(arguments, hasKinds: true);
        float[] expected = WrittenModel.Run(own, TestModels.Tiny, arguments, WrittenModel.Write(own, passes));
        float[] found = WrittenModel.Run(kinds, TestModels.Tiny, arguments, WrittenModel.Write(kinds, passes));

        Assert.Contains(expected, value => Math.Abs(value) > 0.1f);
        Assert.Equal(expected, found);
    }

    private static List<Value> Layers(GraphBuilder graph, EncoderConfig config, bool hasKinds)
    {
        Value hidden = BertGraph.Embeddings(graph, config);
        var layers = new List<Value>();
        for (int layer = 0; layer < config.LayerCount; layer++)
        {
            string kind = !hasKinds ? "Kind" + (char)('A' + layer) : layer == 0 ? "First" : layer == 1 ? "Rectified" : "";
            using (graph.InLayer(layer, $"encoder.layer.{layer}.", kind))
            {
                hidden = Layer(graph, config, hidden, hasNorm: layer > 0, layer == 1 ? Activation.Relu : Activation.Gelu);
                layers.Add(hidden);
            }
        }

        return layers;
    }

    private static List<Value> SharedLayers(GraphBuilder graph, EncoderConfig config)
    {
        Value hidden = BertGraph.Embeddings(graph, config);
        var layers = new List<Value>();
        for (int layer = 0; layer < config.LayerCount; layer++)
        {
            using (graph.InLayer(layer, "encoder.layer.0."))
            {
                hidden = Layer(graph, config, hidden, hasNorm: true, Activation.Gelu);
                layers.Add(hidden);
            }
        }

        return layers;
    }

    private static Value Layer(GraphBuilder graph, EncoderConfig config, Value hidden, bool hasNorm, Activation activation)
    {
        Value query = graph.Dense(hidden, "Query", "attention.self.query", config.HiddenSize);
        Value key = graph.Dense(hidden, "Key", "attention.self.key", config.HiddenSize);
        Value value = graph.Dense(hidden, "Value", "attention.self.value", config.HiddenSize);
        Value context = graph.Attention(query, key, value, config.HeadCount);
        Value attended = graph.Dense(context, "AttentionOutput", "attention.output.dense", config.HiddenSize);
        Value attention = hasNorm
            ? graph.AddNorm(attended, hidden, "attention", "AttentionNorm", "attention.output.LayerNorm", config.LayerNormEpsilon)
            : graph.Add(new AddOp(hidden, attended, new Value("attention.sum", "Hidden", config.HiddenSize) { Layer = attended.Layer }));

        Value wide = graph.Dense(attention, "Intermediate", "intermediate.dense", config.IntermediateSize);
        Value active = graph.Activate(wide, activation, "active");
        Value narrow = graph.Dense(active, "Output", "output.dense", config.HiddenSize);
        return graph.AddNorm(narrow, attention, "output", "OutputNorm", "output.LayerNorm", config.LayerNormEpsilon);
    }

    /// <summary>BERT with other layers.</summary>
    private sealed class Variant(Func<GraphBuilder, EncoderConfig, IReadOnlyList<Value>> layers) : Architecture
    {
        public override string ModelType => Bert.ModelType;

        public override string Title => Bert.Title;

        public override string SavedClass => Bert.SavedClass;

        public override IReadOnlyList<string> Prefixes => Bert.Prefixes;

        public override SizeKeys Sizes => Bert.Sizes;

        public override bool HasPooler => false;

        public override string ClassifierClass => Bert.ClassifierClass;

        public override EncoderConfig Read(KeyReader keys, JsonObject root) => Bert.Read(keys, root);

        public override IReadOnlyList<Value> BuildEncoder(GraphBuilder graph, EncoderConfig config) => layers(graph, config);

        public override Value BuildClassifier(GraphBuilder graph, EncoderConfig config, Value first) => Bert.BuildClassifier(graph, config, first);

        public override IEnumerable<CompiledKey> Keys(EncoderConfig config) => Bert.Keys(config);
    }
}
