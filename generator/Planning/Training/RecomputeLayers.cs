using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Training;

/// <summary>
/// Checkpointing: of a layer only its output is kept, and the backward pass begins a layer by running it forward again. One layer's
/// values are then held at a time, for a third more work.
/// </summary>
internal static class RecomputeLayers
{
    /// <param name="plan">The two passes.</param>
    /// <param name="origin">The forward pass before its operations were fused.</param>
    public static TrainingPlan Run(TrainingPlan plan, EmbedderPlan origin)
    {
        plan = RecomputeValues.RunEmbeddings(plan, origin);
        ILookup<LayerPlace?, Op> layers = plan.Forward.Ops.ToLookup(op => op.Layer);
        var ops = new List<Op>();
        var begun = new HashSet<LayerPlace>();
        foreach (Op op in plan.Backward.Ops)
        {
            var inside = new HashSet<Value>(op.Layer is null ? [] : layers[op.Layer].Select(forward => forward.Output));
            if (op.Layer is { } layer && begun.Add(layer))
            {
                // The topmost layer works on all rows before it is narrowed, so it goes before the gradient of the result.
                ops.InsertRange(begun.Count == 1 ? 0 : ops.Count, layers[layer].Select(forward => forward.Map(Again) with { IsAgain = true }));
            }

            ops.Add(op.Map(Again));

            // The output of a layer, which is kept, is written once more where it is: it gets the same bits.
            Value Again(Value value) => inside.Contains(value) ? value with { IsAgain = true } : value;
        }

        return plan.WithBackward(ops, "layers are computed again in the backward pass, so that only their outputs are kept");
    }
}
