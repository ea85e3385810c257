using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Passes;

/// <summary>Drops the pooler, one row a sequence, unless the result is made of it.</summary>
internal static class DropPooler
{
    public static EmbedderPlan Run(EmbedderPlan plan)
    {
        if (plan.Output.Rows == RowSpace.Sequences)
        {
            return plan;
        }

        IEnumerable<Op> kept = plan.Ops.Where(op => op.Output.Rows != RowSpace.Sequences);
        return plan.With(kept, "the pooler is dropped");
    }
}
