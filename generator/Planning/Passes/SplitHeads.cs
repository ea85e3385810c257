using BertGen.Generator.Common;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Passes;

/// <summary>
/// Lays queries, keys and values out head by head, where a product makes them and only attention reads them: it reads one head of all
/// pieces at a time, which is then one piece of memory and not a little of every page.
/// </summary>
internal static class SplitHeads
{
    /// <summary>Columns that a product stores at once; a head has whole ones.</summary>
    private const int ColumnStep = 32;

    public static EmbedderPlan Run(EmbedderPlan plan)
    {
        var split = new HashSet<Value>(plan.Ops.OfType<AttentionOp>()
            .Where(attention => attention.Sources.Count == 1 && attention.HeadSize % ColumnStep == 0)
            .SelectMany(attention => Chain(plan, attention)));

        // The values of a variable are laid out alike.
        var variables = new HashSet<(string, SlotScope)>(split.Select(value => (value.Slot, value.Scope)));
        if (split.Count == 0 || plan.Ops.Any(op => variables.Contains((op.Output.Slot, op.Output.Scope)) && !split.Contains(op.Output)))
        {
            return plan;
        }

        int headSize = plan.Ops.OfType<AttentionOp>().Select(attention => attention.HeadSize).Distinct().Single();
        return plan.With(
            plan.Ops.Select(op => op.Map(value => split.Contains(value) ? value with { HeadSize = headSize } : value)),
            $"queries, keys and values lie head by head, {NumberText.Plain(headSize)} values of every piece together");
    }

    /// <summary>The values from the product to the attention; none where something else makes one of them, or reads it.</summary>
    private static IEnumerable<Value> Chain(EmbedderPlan plan, AttentionOp attention)
    {
        var chain = new List<Value>();
        Op reader = attention;
        for (Value value = attention.Sources[0]; ; value = reader.Inputs[0])
        {
            chain.Add(value);
            Op maker = plan.Definition(value);
            if (value.IsKept || plan.Output == value || plan.Uses(value).Any(op => op != reader))
            {
                return [];
            }

            switch (maker)
            {
                case LinearOp:
                    return chain;
                case RotateOp or HeadNormOp:
                    reader = maker;
                    break;
                default:
                    return [];
            }
        }
    }
}
