using BertGen.Generator.Planning.Gradients;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Training;

/// <summary>
/// Lets a gradient be added where it is computed; makes one operation of the gradients of a product's weight and bias, and one of
/// those of the embedding tables.
/// </summary>
internal static class FuseGradients
{
    public static EmbedderPlan Run(EmbedderPlan plan)
    {
        ILookup<Value, Op> uses = plan.Ops.SelectMany(op => op.Inputs, (op, input) => (op, input)).ToLookup(use => use.input, use => use.op);
        ILookup<(LinearModule, LayerPlace?), BiasGradientOp> biases = plan.Ops.OfType<BiasGradientOp>().ToLookup(bias => (bias.Module, bias.Layer));
        var fused = new Dictionary<Op, Op?>();
        foreach (Op op in plan.Ops)
        {
            switch (op)
            {
                case LinearGradientOp or MixGradientOp when OnlyUse(op.Output) is AddOp add && add.Right == op.Output:
                    fused[op] = null;
                    fused[add] = op switch
                    {
                        LinearGradientOp linear => linear with { AddTo = add.Left, Output = add.Output },
                        MixGradientOp mix => mix with { AddTo = add.Left, Output = add.Output },
                        _ => op,
                    };
                    break;

                case WeightGradientOp weight when biases[(weight.Module, weight.Layer)].FirstOrDefault() is { } bias:
                    fused[bias] = null;
                    fused[weight] = weight with { HasBias = true };
                    break;

                case LookupGradientOp words when words.Lookup.Index == LookupIndex.Id:
                    LookupGradientOp? others = plan.Ops.OfType<LookupGradientOp>().SingleOrDefault(other => other.Lookup.Index != LookupIndex.Id);
                    fused[words] = null;
                    if (others is not null)
                    {
                        fused[others] = null;
                    }

                    fused[plan.Ops.OfType<LookupGradientOp>().Last()] = new EmbedGradientOp(words.Gradient, words.Lookup, others?.Lookup);
                    break;
            }
        }

        return plan.With(plan.Ops.Select(op => fused.TryGetValue(op, out Op? whole) ? whole : op).OfType<Op>(), "gradients are added where they are computed");

        Op? OnlyUse(Value value) => uses[value].Take(2).Count() == 1 ? uses[value].First() : null;
    }
}
