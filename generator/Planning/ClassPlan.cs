using BertGen.Generator.Model;
using BertGen.Generator.Options;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning;

/// <summary>Everything that a class computes without gradients: one computation for each of its calls, over one set of weights.</summary>
/// <param name="Forward">What <c>Forward</c> returns.</param>
/// <param name="Embed">What <c>Embed</c> pools, where it is something else than <c>Forward</c> returns; null where both are one.</param>
/// <param name="Pooling">How it pools that, where it is done while pieces are encoded; rows are given to it.</param>
/// <param name="Pooler">The model's pooler, if the class has it.</param>
/// <param name="Classify">The logits of the model's classifier, of texts or of pieces, if the class has one.</param>
/// <param name="Predict">The logits of its masked-language head, if the class has that.</param>
/// <param name="Sparse">The sparse vectors of texts, if it makes them of these logits.</param>
internal sealed record ClassPlan(
    EmbedderPlan Forward, EmbedderPlan? Embed, EmbedderPlan? Pooling, EmbedderPlan? Pooler, EmbedderPlan? Classify, EmbedderPlan? Predict = null, EmbedderPlan? Sparse = null)
{
    /// <summary>The heads over the encoder, each with its own computation over pieces.</summary>
    public IReadOnlyList<EmbedderPlan> Heads { get; } = [.. ((EmbedderPlan?[])[Classify, Predict, Sparse]).OfType<EmbedderPlan>()];

    /// <summary>The computations over pieces.</summary>
    public IEnumerable<EmbedderPlan> Encoders => [.. ((EmbedderPlan?[])[Forward, Embed]).OfType<EmbedderPlan>(), .. Heads];

    /// <summary>The products outside the layers, each once: those of heads, and what makes the input of the layers.</summary>
    public IReadOnlyList<LinearModule> OuterProducts =>
    [
        .. ((EmbedderPlan?[])[Forward, Embed, Pooler, .. Heads]).OfType<EmbedderPlan>()
            .SelectMany(plan => plan.Ops.OfType<LinearOp>())
            .Where(op => op.Layer is null)
            .GroupBy(op => op.Module.Role)
            .Select(group => group.First().Module),
    ];

    /// <summary>The factors of the mix that are constants.</summary>
    public IEnumerable<MixFactor> ConstantFactors =>
        Forward.Ops.SelectMany(op => op is MixOp mix ? mix.Terms : op is AccumulateOp sum ? (IEnumerable<MixTerm>)[sum.Term] : [])
            .Select(term => term.Factor)
            .Where(factor => factor.Constant is not null);

    /// <summary>The lookups at the beginning.</summary>
    public EmbeddingTables Tables { get; } = EmbeddingTables.Of(Forward);

    /// <summary>The norms behind the layers, each once: that of the last layer, and those of heads.</summary>
    public IReadOnlyList<NormModule> OuterNorms =>
    [
        .. ((EmbedderPlan?[])[Forward, Embed, Pooler, .. Heads]).OfType<EmbedderPlan>()
            .SelectMany(plan => plan.Ops.OfType<NormOp>())
            .Where(op => op.Layer is null && op.Module.Role != "EmbeddingNorm")
            .GroupBy(op => op.Module.Role)
            .Select(group => group.First().Module),
    ];

    /// <summary>The tensors of all of them, as a checkpoint lists them. What reads the last layer has every layer, so its table comes before the mix's, and heads come last.</summary>
    public IReadOnlyList<Weight> Weights { get; } =
    [
        .. ((EmbedderPlan?[])[Classify, Predict, Sparse, Embed, Forward, Pooler])
            .SelectMany(plan => plan is null ? [] : (IEnumerable<Weight>)plan.Weights)
            .GroupBy(weight => weight.Name)
            .Select(group => group.First())
            .OrderBy(weight => weight.IsHead),
    ];

    /// <summary>What is added to the scores of attention, if anything is.</summary>
    public DistanceBiasOp? DistanceBias => Forward.Ops.OfType<DistanceBiasOp>().SingleOrDefault();

    /// <summary>Numbers in the weights; what is tied to the table of words counts once.</summary>
    public long ParameterCount => Weights.Where(weight => weight.StandIn is not { IsHead: false }).Sum(weight => weight.Count);

    /// <summary>One call of every layer that is computed, lowest first.</summary>
    public IReadOnlyList<LayerOp> Layers { get; } =
    [
        .. CallsOf(Forward, Embed, Classify, Predict, Sparse).GroupBy(layer => layer.Place.Number).OrderBy(group => group.Key).Select(group => group.First()),
    ];

    /// <summary>The functions that the layers of all computations are calls of.</summary>
    public LayerFunctions Functions { get; } = new(CallsOf(Forward, Embed, Classify, Predict, Sparse));

    /// <summary>The weights of the layers, each once, lowest first.</summary>
    public IReadOnlyList<LayerWeights> LayerWeights { get; } = Planning.LayerWeights.Of(CallsOf(Forward, Embed, Classify, Predict, Sparse));

    /// <summary>The weights of a layer.</summary>
    public LayerWeights WeightsOf(LayerPlace place) => LayerWeights.First(weights => weights.Place.Path == place.Path);

    /// <summary>The places of all variables: the bodies of layers are shared, so theirs are the same in every computation.</summary>
    public IReadOnlyList<PlacedSlot> Slots
    {
        get
        {
            PlacedSlot[] slots = [.. Encoders.SelectMany(plan => plan.Slots).Distinct()];
            return slots.Select(slot => slot.Name).Distinct().Count() == slots.Length
                ? slots
                : throw new InvalidOperationException("A variable has two places: " + string.Join(", ", slots.Select(slot => slot.ToString())));
        }
    }

    /// <summary>Builds the computations of a class.</summary>
    /// <param name="spec">What is compiled.</param>
    /// <param name="passes">The passes of its target.</param>
    public static ClassPlan Of(EmbedderSpec spec, Func<EmbedderPlan, EmbedderPlan> passes)
    {
        EmbedderPlan forward = passes(PlanBuilder.Build(spec));
        EmbedderPlan? embed = spec.EmbedsAsForwardReturns ? null : passes(PlanBuilder.Build(spec.OfEmbed));
        return new ClassPlan(
            forward,
            embed?.IsSameAs(forward) == true ? null : embed,
            spec is { Target: Target.Managed, Pipeline.Streamed: { } pooling } ? passes(PlanBuilder.BuildPooling(spec, pooling)) : null,
            spec.HasPooler ? passes(PlanBuilder.BuildPooler(spec)) : null,
            (spec.IsClassifier && spec.Scores!.Modules.Count == 0) || spec.IsTokenClassifier ? passes(PlanBuilder.BuildClassifier(spec)) : null,
            spec.HasMaskedLanguage ? passes(PlanBuilder.BuildPredictor(spec)) : null,
            spec.Sparse is { } sparse ? passes(PlanBuilder.BuildSparse(spec, sparse)) : null);
    }

    private static IEnumerable<LayerOp> CallsOf(params EmbedderPlan?[] plans) =>
        plans.OfType<EmbedderPlan>().SelectMany(plan => plan.Ops).OfType<LayerOp>();
}
