using BertGen.Generator.Common;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Passes;

/// <summary>
/// Drops the summands of the mix whose factor is exactly zero, and then every layer that nothing reads: those above the
/// last summand. A mix that is left with one whole layer is that layer.
/// </summary>
internal static class DropDeadLayers
{
    public static EmbedderPlan Run(EmbedderPlan plan)
    {
        MixOp? mix = plan.Ops.OfType<MixOp>().SingleOrDefault();
        if (mix is null)
        {
            return plan;
        }

        MixOp live = mix with { Terms = mix.Terms.Where(term => term.Factor.Constant != 0).ToEquatable() };
        bool isOneLayer = live.Terms.Count == 1 && live.Terms[0].Factor.Constant == 1;
        IEnumerable<Op> ops = isOneLayer
            ? plan.Ops.Where(op => op != mix).Select(op => op.Map(value => value == mix.Output ? live.Terms[0].Value : value))
            : plan.Ops.Select(op => op == mix ? live : op);
        var alive = new List<Op>(LiveOps(ops, plan.Output));
        int layers = Layers(alive);
        int dead = Layers(plan.Ops) - layers;
        return dead == 0 && live.Terms.Count == mix.Terms.Count
            ? plan
            : plan.WithOnly(alive, Note(mix.Terms.Count - live.Terms.Count, mix.Terms.Count, dead));
    }

    private static string Note(int left, int all, int dead)
    {
        string mix = $"{NumberText.Plain(left)} of {NumberText.Plain(all)} layers have weight 0 and are left out of the mix";
        return dead == 0 ? mix : $"{mix}; the top {NumberText.Plain(dead)} are not computed at all";
    }

    private static int Layers(IEnumerable<Op> ops) => ops.Select(op => op.Layer).OfType<LayerPlace>().Distinct().Count();

    private static IEnumerable<Op> LiveOps(IEnumerable<Op> ops, Value output)
    {
        var needed = new HashSet<Value> { output };
        var alive = new Stack<Op>();
        foreach (Op op in ops.Reverse())
        {
            if (needed.Contains(op.Output))
            {
                alive.Push(op);
                needed.UnionWith(op.Inputs);
            }
        }

        return alive;
    }
}
