using System.Collections.Immutable;
using BertGen.Generator.Planning.Gradients;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Training;

/// <summary>
/// Makes calls of the layers of both passes. Layers that compute the same are calls of one function, save for narrowing, and for
/// what only layers above the lowest trained one have: the gradient of their input.
/// </summary>
internal static class RollStep
{
    public static TrainingPlan Run(TrainingPlan plan)
    {
        return plan with
        {
            Forward = plan.Forward with { Ops = Roll(plan, plan.Forward.Ops) },
            Backward = plan.Backward with { Ops = Roll(plan, plan.Backward.Ops) },
        };
    }

    private static ImmutableArray<Op> Roll(TrainingPlan plan, ImmutableArray<Op> ops)
    {
        ILookup<(LayerPlace? Layer, bool IsAgain), Op> calls = ops.ToLookup(op => (op.Layer, plan.IsCheckpointed && op.IsAgain));
        var begun = new HashSet<(LayerPlace Layer, bool IsAgain)>();
        var rolled = new List<Op>();
        foreach (Op op in ops)
        {
            bool isAgain = plan.IsCheckpointed && op.IsAgain;
            if (op.Layer is not { } place)
            {
                rolled.Add(op);
            }
            else if (begun.Add((place, isAgain)))
            {
                ImmutableArray<Op> own = [.. calls[(place, isAgain)]];
                rolled.Add(new LayerOp(place, Function(place, own), own, own[own.Length - 1].Output) { Layer = place, IsAgain = isAgain });
            }
        }

        return [.. rolled];
    }

    /// <summary>What is kept of another layer is the input of this one.</summary>
    private static LayerFunction Function(LayerPlace place, ImmutableArray<Op> own) => LayerFunction.Of(
        place,
        own.Select(op => op with { IsAgain = false }),
        value => value.IsKept && value.Layer != place.Number ? value with { Slot = KeepValues.Input, Scope = SlotScope.Layer } : value,
        IsInputGradient);

    /// <summary>Whether an operation makes the gradient of the layer's input.</summary>
    public static bool IsInputGradient(Op op) => op is LinearGradientOp { Module.Role: Passes.FuseQueryKeyValue.Role };
}
