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

        var ops = plan.Ops.ToList();
        ops.Remove(mix);
        Value? sum = null;
        foreach (MixTerm term in mix.Terms)
        {
            bool isLast = term == mix.Terms[mix.Terms.Length - 1];
            Value next = isLast ? mix.Output : mix.Output with { Name = mix.Output.Name + "." + NumberText.Plain(term.Factor.Layer) };
            ops.Insert(ops.FindIndex(op => op.Output == term.Value) + 1, new AccumulateOp(sum, term, next));
            sum = next;
        }

        return plan.With(ops, "the mix is a running sum");
    }
}
