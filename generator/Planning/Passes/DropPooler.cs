using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Passes;

/// <summary>
/// Drops the pooler, one row a sequence, unless the result is made of it. A class that asks for the pooler has it as a plan
/// of its own.
/// </summary>
internal static class DropPooler
{
    public static EmbedderPlan Run(EmbedderPlan plan)
    {
        if (plan.Output.Rows == RowSpace.Sequences || plan.Ops.All(op => op.Output.Rows != RowSpace.Sequences))
        {
            return plan;
        }

        IEnumerable<Op> kept = plan.Ops.Where(op => op.Output.Rows != RowSpace.Sequences);
        return plan.WithOnly(kept, "the pooler is dropped");
    }
}
