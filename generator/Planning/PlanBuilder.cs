using System.Collections.Immutable;
using BertGen.Generator.Checking;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Planning.Ops;
using BertGen.Generator.Planning.Passes;

namespace BertGen.Generator.Planning;

/// <summary>
/// The first plan: BERT as the reference computes it, every step an operation of its own. What is slow about it is for the
/// passes; what it computes is settled here.
/// </summary>
internal sealed class PlanBuilder
{
    private readonly BertConfig _config;
    private readonly int _hidden;
    private readonly List<Op> _ops = [];
    private int? _layer;

    private PlanBuilder(BertConfig config) => (_config, _hidden) = (config, config.HiddenSize);

    public static EmbedderPlan Build(EmbedderSpec spec)
    {
        var builder = new PlanBuilder(spec.Config);
        Value result = builder.Model(spec);
        var output = new Value("result", "Result", result.Width, RowSpace.Selected);
        builder._ops.Add(new SelectOp(result, output));
        ImmutableArray<Weight> weights = [.. builder._ops.SelectMany(op => op.Weights).GroupBy(weight => weight.Name).Select(group => group.First())];

        return new EmbedderPlan([.. builder._ops], weights, output);
    }

    /// <summary>The pooler as a plan of its own: what it pools is given, whether an encoder made it or not.</summary>
    public static EmbedderPlan BuildPooler(EmbedderSpec spec)
    {
        var builder = new PlanBuilder(spec.Config);
        Value tokens = builder.Add(new GivenOp(new Value("tokens", "Tokens", builder._hidden)));
        Value pooled = builder.Pooler(tokens);
        return new EmbedderPlan([.. builder._ops], [.. builder._ops.SelectMany(op => op.Weights).Distinct()], pooled);
    }

    /// <summary>The tensors that a compiled class asks for: those that are left when what nobody reads is dropped.</summary>
    public static IEnumerable<Weight> WeightsOf(EmbedderSpec spec)
    {
        return ClassPlan.Of(spec, static plan => DropDeadLayers.Run(DropPooler.Run(plan))).Weights;
    }

    private Value Model(EmbedderSpec spec)
    {
        Value hidden = Embeddings();
        var layers = new List<Value>();
        for (int layer = 0; layer < _config.LayerCount; layer++)
        {
            _layer = layer;
            hidden = Layer(hidden);
            layers.Add(hidden);
        }

        _layer = null;
        if (!spec.HasPooler)
        {
            Pooler(hidden);
        }

        if (spec.TopLayerOnly)
        {
            return hidden;
        }

        ImmutableArray<MixTerm> terms = [.. layers.Select((value, layer) => new MixTerm(new MixFactor(layer, spec.MixWeights?[layer]), value))];
        return Add(new MixOp(terms, new Value("mixed", "Mixed", _hidden)));
    }

    private Value Embeddings()
    {
        Value words = Lookup("words", LookupIndex.Id, "word_embeddings", _config.VocabularySize, WeightLayout.Table);
        Value positions = Lookup("positions", LookupIndex.Position, "position_embeddings", _config.PositionCount, WeightLayout.Table);
        Value types = Lookup("types", LookupIndex.Type, "token_type_embeddings", _config.TypeCount, WeightLayout.Table);
        Value placed = Add(new AddOp(words, positions, new Value("placed", "Hidden", _hidden)));
        Value sum = Add(new AddOp(placed, types, new Value("sum", "Hidden", _hidden)));
        return Add(new NormOp(sum, Norm("EmbeddingNorm", "embeddings.LayerNorm"), new Value("embedded", "Hidden", _hidden)));
    }

    private Value Layer(Value hidden)
    {
        string layer = $"encoder.layer.{NumberText.Plain(_layer!.Value)}.";
        Value query = Dense(hidden, "Query", layer + "attention.self.query", _hidden);
        Value key = Dense(hidden, "Key", layer + "attention.self.key", _hidden);
        Value value = Dense(hidden, "Value", layer + "attention.self.value", _hidden);
        int headSize = _hidden / _config.HeadCount;
        Value context = Add(new AttentionOp([query, key, value], _config.HeadCount, headSize, Named("context", "Context", _hidden)));
        Value attended = Dense(context, "AttentionOutput", layer + "attention.output.dense", _hidden);
        Value attention = AddNorm(attended, hidden, "attention", "AttentionNorm", layer + "attention.output.LayerNorm");

        Value wide = Dense(attention, "Intermediate", layer + "intermediate.dense", _config.IntermediateSize);
        Activation activation = Activations.Parse(_config.Activation)!.Value;
        Value active = Add(new ActivationOp(wide, activation, Named("active", "Intermediate", _config.IntermediateSize)));
        Value narrow = Dense(active, "Output", layer + "output.dense", _hidden);
        return AddNorm(narrow, attention, "output", "OutputNorm", layer + "output.LayerNorm");
    }

    private Value Pooler(Value hidden)
    {
        Value first = Add(new SelectOp(hidden, new Value("first", "First", _hidden, RowSpace.Sequences)));
        Value dense = Dense(first, "Pooler", "pooler.dense", _hidden);
        return Add(new ActivationOp(dense, Activation.Tanh, dense with { Name = "pooled" }));
    }

    private Value Lookup(string name, LookupIndex index, string table, int rows, WeightLayout layout) =>
        Add(new LookupOp(new Value(name, name == "words" ? "Hidden" : name, _hidden), index, new Weight($"embeddings.{table}.weight", rows, _hidden, layout)));

    private Value Dense(Value input, string role, string name, int outputs)
    {
        var module = new LinearModule(role, [name], input.Width, outputs);
        Value product = Named(role + ".product", role, outputs) with { Rows = input.Rows };
        Add(new LinearOp(input, module, product));
        return Add(new BiasOp(product, module, Named(role, role, outputs) with { Rows = input.Rows }));
    }

    private Value AddNorm(Value dense, Value residual, string name, string role, string module)
    {
        Value sum = Add(new AddOp(residual, dense, Named(name + ".sum", "Hidden", _hidden)));
        return Add(new NormOp(sum, Norm(role, module), Named(name, "Hidden", _hidden)));
    }

    private NormModule Norm(string role, string name) => new(role, name, _hidden, _config.LayerNormEpsilon);

    private Value Named(string name, string slot, int width) =>
        new(_layer is { } layer ? $"layer.{NumberText.Plain(layer)}.{name}" : name, slot, width);

    private Value Add(Op op)
    {
        _ops.Add(op with { Layer = _layer });
        return op.Output;
    }
}
