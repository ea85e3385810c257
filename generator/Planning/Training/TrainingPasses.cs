using BertGen.Generator.Model;
using BertGen.Generator.Options;
using BertGen.Generator.Planning.Gradients;
using BertGen.Generator.Planning.Ops;
using BertGen.Generator.Planning.Passes;

namespace BertGen.Generator.Planning.Training;

/// <summary>From the plan of a model to the two passes of a training step, in the one order in which that goes.</summary>
internal static class TrainingPasses
{
    public static TrainingPlan Run(EmbedderSpec spec) => Run(spec, PlanBuilder.Build(spec), spec.Training!.Checkpointing, PassList.Computation);

    /// <param name="spec">What is trained.</param>
    /// <param name="built">The computation.</param>
    /// <param name="checkpointing">Whether layers are computed again in the backward pass.</param>
    /// <param name="computation">The passes before the derivative.</param>
    public static TrainingPlan Run(EmbedderSpec spec, EmbedderPlan built, bool checkpointing, IEnumerable<Pass> computation)
    {
        TrainingOptions training = spec.Training!;

        // What is computed is what a forward pass computes, so the layers that it drops have no gradient either.
        EmbedderPlan plan = PassList.Run(built, computation);
        var heads = new HashSet<Value>(plan.OpsOfHeads.Select(op => op.Output));
        bool IsTrained(Op op) =>
            op.Layer is { } layer ? layer.Number >= training.FrozenLayers
            : op is NormOp { Module.Role: NormModule.Final } ? training.FrozenLayers < spec.Config.LayerCount
            : training.TrainsEmbeddings || op is AccumulateOp || heads.Contains(op.Output);

        plan = AddDropout.Run(plan, spec.Config, IsTrained, spec.Architecture.ResidualDropouts);

        // Every operation still stands alone, so its derivative is a rule of its own.
        (Value seed, var gradients) = GradientTape.Derive(plan, op => IsTrained(op) && op is not AccumulateOp { Term.Factor.Constant: not null });
        EmbedderPlan forward = FuseEpilogues.Run(plan, op => (op.Layer is not null || heads.Contains(op.Output)) && IsTrained(op));
        var backward = new EmbedderPlan([new GivenOp(seed), .. gradients], [], gradients[gradients.Length - 1].Output);
        var passes = new TrainingPlan(forward, FuseGradients.Run(backward))
        {
            Seed = seed,
            IsCheckpointed = checkpointing,
            TrainedLayers = [.. plan.Ops.Where(IsTrained).Select(op => op.Layer).OfType<LayerPlace>().Select(layer => layer.Number).Distinct()],
        };

        // What is cheap to compute again is not kept; what is kept gets its place; then layers become calls.
        passes = checkpointing ? RecomputeLayers.Run(passes, plan) : RecomputeValues.Run(passes, plan);
        passes = KeepValues.Run(passes);
        passes = PlaceStep.Run(passes);
        passes = RollStep.Run(passes);
        return passes with { Forward = passes.Forward.Verify("the last pass of a step"), Backward = Finish(passes.Backward).Verify("the last backward pass") };
    }

    /// <summary>A backward pass has the weights that its operations name, and ends where the last of them does.</summary>
    private static EmbedderPlan Finish(EmbedderPlan plan) => plan with
    {
        Weights = [.. plan.Ops.SelectMany(op => op.Weights).GroupBy(weight => weight.Name).Select(group => group.First())],
        Output = plan.Ops[plan.Ops.Length - 1].Output,
    };
}
