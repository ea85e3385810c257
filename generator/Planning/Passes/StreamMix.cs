using BertGen.Generator.Common;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Passes;

/// <summary>Turns the mix at the end into a running sum beside the layers, so that no layer's output is kept for it.</summary>
internal static class StreamMix
{
    public static EmbedderPlan Run(EmbedderPlan plan)
    {
        MixOp? mix = plan.Ops.OfType<MixOp>().SingleOrDefault();
        if (mix is null)
        {
            return plan;
        }

        // The layers stand in the order of the terms.
        var terms = mix.Terms.ToDictionary(term => term.Value);
        var ops = new List<Op>();
        Value? sum = null;
        foreach (Op op in plan.Ops.Where(op => op != mix))
        {
            ops.Add(op);
            if (terms.TryGetValue(op.Output, out MixTerm term))
            {
                bool isLast = term == mix.Terms[mix.Terms.Count - 1];
                Value next = isLast ? mix.Output : mix.Output with { Name = mix.Output.Name + "." + NumberText.Plain(term.Factor.Layer) };
                ops.Add(new AccumulateOp(sum, term, next));
                sum = next;
            }
        }

        return plan.With(ops, "the mix is a running sum");
    }
}
