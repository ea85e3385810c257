using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Training;

/// <summary>
/// Computes again what the backward pass reads and what is cheaper to compute than to keep: activations, and the sums that the
/// embedding LayerNorm is given.
/// </summary>
internal static class RecomputeValues
{
    /// <param name="plan">The two passes.</param>
    /// <param name="origin">The forward pass before its operations were fused.</param>
    public static TrainingPlan Run(TrainingPlan plan, EmbedderPlan origin) =>
        RunOnly(plan, origin, static op => op is ActivationOp { Layer: not null } or GateOp or AddOp { Layer: null } or LookupOp)
            .WithNote("activations are computed again rather than kept");

    /// <summary>The sums of the embeddings alone.</summary>
    public static TrainingPlan RunEmbeddings(TrainingPlan plan, EmbedderPlan origin) =>
        RunOnly(plan, origin, static op => op is AddOp { Layer: null } or LookupOp);

    private static TrainingPlan RunOnly(TrainingPlan plan, EmbedderPlan origin, Func<Op, bool> isCheap)
    {
        var definitions = origin.Ops.ToDictionary(op => op.Output);
        var layerInputs = new HashSet<Value>(origin.Ops.Where(op => op.Layer is not null).SelectMany(op => op.Inputs));
        var again = new Dictionary<Value, Value>();
        var ops = new List<Op>();
        foreach (Op op in plan.Backward.Ops)
        {
            foreach (Value input in op.Inputs)
            {
                // What the lowest layer begins with is kept like the inputs of the others, even where it is nothing but rows of a table.
                if (!again.ContainsKey(input) && definitions.TryGetValue(input, out Op definition) && isCheap(definition) && (definition.Layer is not null || !layerInputs.Contains(input)))
                {
                    Value copy = input with { IsAgain = true, Slot = definition is AddOp or LookupOp ? "EmbeddingSum" : "Active" };
                    again.Add(input, copy);
                    ops.Add(Again(definition, copy, definitions) with { Layer = definition.Layer, IsAgain = true });
                }
            }

            ops.Add(op.Map(value => again.TryGetValue(value, out Value copy) ? copy : value));
        }

        return plan with { Backward = plan.Backward with { Ops = [.. ops] } };
    }

    private static Op Again(Op definition, Value output, Dictionary<Value, Op> definitions) => definition switch
    {
        ActivationOp activation => activation with { Output = output },
        GateOp gate => gate with { Output = output },
        LookupOp lookup => new LookupSumOp(lookup, null, output),
        AddOp add => new LookupSumOp((LookupOp)definitions[add.Left], (LookupOp)definitions[add.Right], output),
        _ => throw new InvalidOperationException($"'{definition}' cannot be computed again."),
    };

    private static TrainingPlan WithNote(this TrainingPlan plan, string note) =>
        plan with { Backward = plan.Backward with { Notes = plan.Backward.Notes.Add(note) } };
}
