using BertGen.Generator.Model;


namespace BertGen.Generator.Planning.Training;

/// <summary>The training steps of a class.</summary>
/// <param name="Forward">The passes of <c>Train</c>.</param>
/// <param name="Other">The same with the other choice of what is kept: its figure is told beside the class's own.</param>
/// <param name="Embed">The passes of <c>TrainEmbed</c>, where they are others and anything of them is trained.</param>
internal sealed record ClassSteps(TrainingPlan Forward, TrainingPlan Other, TrainingPlan? Embed)
{
    public IEnumerable<TrainingPlan> All => Embed is null ? [Forward] : [Forward, Embed];

    /// <summary>The layers that any step trains, lowest first.</summary>
    public IReadOnlyList<int> TrainedLayers { get; } =
    [
        .. (Embed is null ? Forward.TrainedLayers : Forward.TrainedLayers.Concat(Embed.TrainedLayers)).Distinct().OrderBy(layer => layer),
    ];

    /// <summary>The paths of the layers' weights that any step trains.</summary>
    public IReadOnlyCollection<string> TrainedWeights { get; } = new HashSet<string>(
        ((TrainingPlan?[])[Forward, Embed]).OfType<TrainingPlan>().SelectMany(step => step.TrainedCalls).Select(call => call.Place.Path),
        StringComparer.Ordinal);

    /// <summary>Floats that the greediest step keeps of a piece.</summary>
    public int KeptPerPiece => All.Max(step => step.KeptPerPiece);

    public static ClassSteps Of(EmbedderSpec spec, ClassPlan plan) => Of(spec, plan, PassList.Computation);

    /// <summary>The steps after some of the passes.</summary>
    public static ClassSteps Of(EmbedderSpec spec, ClassPlan plan, IReadOnlyList<Pass> computation)
    {
        bool isEmbedAnother = plan.Embed is not null && spec.IsEmbedTrained;
        return new ClassSteps(
            TrainingPasses.Run(spec, spec.Training!.Checkpointing, computation),
            TrainingPasses.Run(spec, !spec.Training.Checkpointing, computation),
            isEmbedAnother ? TrainingPasses.Run(spec.OfEmbed, spec.Training.Checkpointing, computation) : null);
    }
}
