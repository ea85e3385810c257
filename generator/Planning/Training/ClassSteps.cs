using BertGen.Generator.Model;


namespace BertGen.Generator.Planning.Training;

/// <summary>The training steps of a class.</summary>
/// <param name="Forward">The passes of <c>Train</c>.</param>
/// <param name="Other">The same with the other choice of what is kept: its figure is told beside the class's own.</param>
/// <param name="Embed">The passes of <c>TrainEmbed</c>, where they are others and anything of them is trained.</param>
/// <param name="Classify">The passes of <c>TrainClassify</c> or <c>TrainClassifyTokens</c>, if the class has a classifier.</param>
/// <param name="Pooling">The passes of what <c>TrainEmbed</c> does with the rows of a text, if the class has it.</param>
/// <param name="Pooler">The passes of <c>TrainPool</c>, if the class has a pooler.</param>
internal sealed record ClassSteps(TrainingPlan Forward, TrainingPlan Other, TrainingPlan? Embed, TrainingPlan? Classify, TrainingPlan? Pooling, TrainingPlan? Pooler)
{
    /// <summary>The steps over pieces.</summary>
    private IEnumerable<TrainingPlan> OverPieces => ((TrainingPlan?[])[Forward, Embed, Classify]).OfType<TrainingPlan>();

    public IEnumerable<TrainingPlan> All => [.. OverPieces, .. ((TrainingPlan?[])[Pooling, Pooler]).OfType<TrainingPlan>()];

    /// <summary>The layers that any step trains, lowest first.</summary>
    public IReadOnlyList<int> TrainedLayers { get; } =
    [
        .. ((TrainingPlan?[])[Forward, Embed, Classify]).OfType<TrainingPlan>().SelectMany(step => step.TrainedLayers).Distinct().OrderBy(layer => layer),
    ];

    /// <summary>The products and norms behind the layers that any step trains, as they are computed.</summary>
    public IReadOnlyList<WeightModule> TrainedHeads { get; } =
    [
        .. ((TrainingPlan?[])[Forward, Embed, Classify, Pooling, Pooler]).OfType<TrainingPlan>()
            .SelectMany(step => step.Forward.OpsOfHeads)
            .SelectMany(op => op.Modules)
            .GroupBy(module => module.Role)
            .Select(group => group.First()),
    ];

    /// <summary>The paths of the layers' weights that any step trains.</summary>
    public IReadOnlyCollection<string> TrainedWeights { get; } = new HashSet<string>(
        ((TrainingPlan?[])[Forward, Embed, Classify]).OfType<TrainingPlan>().SelectMany(step => step.TrainedCalls).Select(call => call.Place.Path),
        StringComparer.Ordinal);

    /// <summary>Floats that the greediest step keeps of a piece.</summary>
    public int KeptPerPiece => OverPieces.Max(step => step.KeptPerPiece);

    public static ClassSteps Of(EmbedderSpec spec, ClassPlan plan) => Of(spec, plan, PassList.Computation);

    /// <summary>The steps after some of the passes.</summary>
    public static ClassSteps Of(EmbedderSpec spec, ClassPlan plan, IReadOnlyList<Pass> computation)
    {
        bool isEmbedAnother = plan.Embed is not null && spec.IsEmbedTrained;
        bool checkpointing = spec.Training!.Checkpointing;
        return new ClassSteps(
            TrainingPasses.Run(spec, PlanBuilder.Build(spec), checkpointing, computation),
            TrainingPasses.Run(spec, PlanBuilder.Build(spec), !checkpointing, computation),
            isEmbedAnother ? TrainingPasses.Run(spec.OfEmbed, PlanBuilder.Build(spec.OfEmbed), checkpointing, computation) : null,
            plan.Classify is null ? null : TrainingPasses.Run(spec, PlanBuilder.BuildClassifier(spec), checkpointing, computation),
            plan.Pooling is null || !spec.HasTrainEmbed(plan.Embed is not null) ? null : OfHead(PlanBuilder.BuildPooling(spec, spec.Pipeline!.Streamed!.Value)),
            plan.Pooler is null ? null : OfHead(PlanBuilder.BuildPooler(spec)));

        // There are no layers to compute again.
        TrainingPlan OfHead(EmbedderPlan head) => TrainingPasses.Run(spec, head, checkpointing: false, computation);
    }
}
