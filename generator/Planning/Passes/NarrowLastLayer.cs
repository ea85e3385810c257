using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Passes;

/// <summary>
/// Moves the selection of rows at the end down to the attention of the last layer. Its keys and values need all pieces;
/// its queries, and everything after them, only the rows that the result is made of.
/// </summary>
internal static class NarrowLastLayer
{
    public static EmbedderPlan Run(EmbedderPlan plan)
    {
        if (plan.Ops.OfType<SelectOp>().SingleOrDefault() is not { } selection
            || plan.Definition(selection.Input) is GivenOp
            || plan.Ops.Any(op => op is MixOp)
            || plan.Ops.OfType<AttentionOp>().LastOrDefault() is not { Layer: { } last } attention)
        {
            return plan;
        }

        int start = plan.Ops.IndexOf(attention);
        var before = new HashSet<Value>(plan.Ops.Take(start).Select(op => op.Output));
        Value residual = plan.Ops.Skip(start + 1).First(op => op.Layer == last && op.Inputs.Any(before.Contains)).Inputs.First(before.Contains);
        Value narrowed = residual with { Name = "narrowed", Layer = last.Number, Rows = selection.Output.Rows };

        // Values from the attention on, and the running sums of the mix, have selected rows only.
        var late = new HashSet<Value>(plan.Ops.Skip(start).Select(op => op.Output).Where(value => value.Rows == RowSpace.Pieces));
        late.UnionWith(plan.Ops.OfType<AccumulateOp>().Select(op => op.Output));

        var ops = new List<Op>();
        foreach (Op op in plan.Ops.Where(op => op != selection))
        {
            if (op == attention)
            {
                ops.Add(new SelectOp(residual, narrowed) { Layer = last });
                ops.Add(attention with { Output = Select(attention.Output) });
            }
            else
            {
                bool isAfter = ops.Count > start && op.Layer == last;
                ops.Add(op.Map(value => isAfter && value == residual ? narrowed : value == selection.Output ? Select(selection.Input) : Select(value)));
            }
        }

        Value output = plan.Output == selection.Output ? Select(selection.Input) : plan.Output;
        return plan.With(ops, "the last layer computes only the rows that the result needs", output);

        Value Select(Value value) => late.Contains(value) ? value with { Rows = selection.Output.Rows } : value;
    }
}
