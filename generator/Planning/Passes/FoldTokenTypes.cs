using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Passes;

/// <summary>
/// Adds every token type row to every position row when loading: one lookup and one addition a piece less, and nothing to
/// do for the usual input that has no types.
/// </summary>
internal static class FoldTokenTypes
{
    public static EmbedderPlan Run(EmbedderPlan plan)
    {
        LookupOp? types = Lookup(plan, LookupIndex.Type);
        LookupOp? positions = Lookup(plan, LookupIndex.Position);
        if (types is null || positions is null || plan.Uses(types.Output).Single() is not AddOp addition)
        {
            return plan;
        }

        Weight Folded(Weight weight) =>
            weight == types.Table || weight == positions.Table ? weight with { Layout = WeightLayout.FoldedTable } : weight;

        LookupOp folded = positions with
        {
            Index = LookupIndex.TypeAndPosition,
            Table = Folded(positions.Table),
            Folded = Folded(types.Table),
        };
        IEnumerable<Op> ops = plan.Ops
            .Where(op => op != types && op != addition)
            .Select(op => op == positions ? folded : op.Map(value => value == addition.Output ? addition.Left : value));
        return (plan with { Weights = [.. plan.Weights.Select(Folded)] })
            .With(ops, "token types are folded into the positions");
    }

    private static LookupOp? Lookup(EmbedderPlan plan, LookupIndex index) =>
        plan.Ops.OfType<LookupOp>().FirstOrDefault(op => op.Index == index);
}
