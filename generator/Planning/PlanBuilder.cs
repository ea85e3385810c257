using BertGen.Generator.Common;
using BertGen.Generator.Configuration.Pipeline;
using BertGen.Generator.Model;
using BertGen.Generator.Options;
using BertGen.Generator.Planning.Ops;
using BertGen.Generator.Planning.Passes;

namespace BertGen.Generator.Planning;

/// <summary>
/// The first plans: an encoder as its family builds it, and heads over it, every step an operation of its own. What is slow about
/// them is for the passes; what they compute is settled here.
/// </summary>
internal static class PlanBuilder
{
    public static EmbedderPlan Build(EmbedderSpec spec)
    {
        GraphBuilder graph = GraphOf(spec);
        IReadOnlyList<Value> layers = spec.Architecture.BuildEncoder(graph, spec.Config);
        Value result = spec.TopLayerOnly ? layers[layers.Count - 1] : Mix(graph, spec, layers);
        return graph.Finish(graph.Add(new SelectOp(result, new Value("result", "Result", result.Width, RowSpace.Selected))));
    }

    /// <summary>The model's classifier over the last layer: one row of logits for each sequence, or for each piece.</summary>
    public static EmbedderPlan BuildClassifier(EmbedderSpec spec)
    {
        GraphBuilder graph = GraphOf(spec);
        IReadOnlyList<Value> layers = spec.Architecture.BuildEncoder(graph, spec.Config);
        Value last = layers[layers.Count - 1];
        if (spec.IsTokenClassifier)
        {
            Value logits = spec.Architecture.BuildTokenClassifier(graph, spec.Config, last);
            return graph.Finish(graph.Add(new SelectOp(logits, new Value("result", "Result", logits.Width, RowSpace.Selected))));
        }

        if (spec.Architecture.ClassifiesPieces(spec.Config))
        {
            return graph.Finish(Mean(graph, spec.Architecture.BuildClassifier(graph, spec.Config, last)));
        }

        Value pooled = spec.Architecture.ClassifiesMean(spec.Config) ? Mean(graph, last) : First(graph, last);
        return graph.Finish(spec.Architecture.BuildClassifier(graph, spec.Config, pooled));
    }

    /// <summary>The logits of the model's masked-language head, for every piece.</summary>
    public static EmbedderPlan BuildPredictor(EmbedderSpec spec)
    {
        GraphBuilder graph = GraphOf(spec);
        Value logits = Predictions(graph, spec);
        return graph.Finish(graph.Add(new SelectOp(logits, new Value("result", "Result", logits.Width, RowSpace.Selected))));
    }

    /// <summary>The same logits, as one sparse vector for each sequence.</summary>
    public static EmbedderPlan BuildSparse(EmbedderSpec spec, SparseSettings sparse)
    {
        GraphBuilder graph = GraphOf(spec);
        Value logits = Predictions(graph, spec);
        return graph.Finish(graph.Add(new SpladeOp(logits, sparse.IsSum, sparse.IsTwice, new Value("weights", "Weights", logits.Width, RowSpace.Sequences))));
    }

    /// <summary>The pooler as a plan of its own: what it pools is given, whether an encoder made it or not.</summary>
    public static EmbedderPlan BuildPooler(EmbedderSpec spec)
    {
        var graph = new GraphBuilder();
        Value tokens = Given(graph, spec);
        return graph.Finish(spec.Architecture.BuildPooler(graph, spec.Config, First(graph, tokens)));
    }

    /// <summary>What <c>Embed</c> makes of the rows of a text: one vector, scaled to length 1 where that comes next. A plan of its own, since a text may be windows of several groups of rows.</summary>
    /// <param name="spec">What is compiled.</param>
    /// <param name="pooling">How the rows become one.</param>
    public static EmbedderPlan BuildPooling(EmbedderSpec spec, Pooling pooling)
    {
        var graph = new GraphBuilder();
        Value tokens = Given(graph, spec);
        Value pooled = Pool(graph, tokens, pooling, new Value("pooled", "Pooled", tokens.Width, RowSpace.Sequences));
        return graph.Finish(spec.Pipeline!.ScalesPooled ? graph.Add(new UnitOp(pooled, pooled with { Name = "unit" })) : pooled);
    }

    /// <summary>The tensors that a compiled class asks for: those that are left when what nobody reads is dropped.</summary>
    public static IEnumerable<Weight> WeightsOf(EmbedderSpec spec) => ClassPlan.Of(spec, static plan => DropDeadLayers.Run(plan)).Weights;

    /// <summary>Every tensor of the model, whatever a class needs of it; the pooler apart, which not every checkpoint has.</summary>
    public static (IReadOnlyList<Weight> Encoder, IReadOnlyList<Weight> Pooler) AllWeights(EmbedderSpec spec)
    {
        GraphBuilder graph = GraphOf(spec);
        IReadOnlyList<Value> layers = spec.Architecture.BuildEncoder(graph, spec.Config);
        return (graph.Finish(layers[layers.Count - 1]).Weights, spec.Architecture.HasPooler ? BuildPooler(spec).Weights : []);
    }

    private static Value Mean(GraphBuilder graph, Value rows) =>
        graph.Add(new MeanOp(rows, new Value("mean", "First", rows.Width, RowSpace.Sequences)));

    private static Value Given(GraphBuilder graph, EmbedderSpec spec) =>
        graph.Add(new GivenOp(new Value("tokens", "Tokens", spec.Config.HiddenSize) { Scope = SlotScope.Given }));

    private static Value Pool(GraphBuilder graph, Value tokens, Pooling pooling, Value pooled) => graph.Add(pooling switch
    {
        Pooling.Mean => new MeanOp(tokens, pooled),
        Pooling.Max => new MaxOp(tokens, pooled),
        Pooling.Cls => new SelectOp(tokens, pooled),
        _ => throw new InvalidOperationException($"There is no operation for {pooling}."),
    });

    private static GraphBuilder GraphOf(EmbedderSpec spec) => new()
    {
        IsInt8 = spec.Precision == Precision.Int8,
        TiedDecoder = spec is { HasMaskedLanguage: true, Config.TiesDecoder: true } ? spec.Architecture.MaskedLanguage(spec.Config)!.Decoder : null,
    };

    private static Value Predictions(GraphBuilder graph, EmbedderSpec spec)
    {
        IReadOnlyList<Value> layers = spec.Architecture.BuildEncoder(graph, spec.Config);
        return spec.Architecture.MaskedLanguage(spec.Config)!.Build(graph, spec.Config, layers[layers.Count - 1]);
    }

    private static Value First(GraphBuilder graph, Value hidden) =>
        graph.Add(new SelectOp(hidden, new Value("first", "First", hidden.Width, RowSpace.Sequences)));

    private static Value Mix(GraphBuilder graph, EmbedderSpec spec, IReadOnlyList<Value> layers) => graph.Add(new MixOp(
        layers.Select((value, layer) => new MixTerm(new MixFactor(layer, spec.MixWeights?[layer]), value)).ToEquatable(),
        new Value("mixed", "Mixed", layers[0].Width)));
}
