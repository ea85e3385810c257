using System.Collections.Immutable;
using BertGen.Generator.Common;
using BertGen.Generator.Planning.Gradients;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Training;

/// <summary>
/// Makes calls of the layers of both passes. Layers that are called the same must be one body, save for narrowing, and for what
/// only layers above the lowest trained one have: the gradient of their input.
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
        ILookup<(int? Layer, bool IsAgain), Op> calls = ops.ToLookup(op => (op.Layer, plan.IsCheckpointed && op.IsAgain));
        var begun = new HashSet<(int Layer, bool IsAgain)>();
        var rolled = new List<Op>();
        var bodies = new Dictionary<bool, string>();
        var frozen = new Dictionary<bool, string>();
        foreach (Op op in ops)
        {
            bool isAgain = plan.IsCheckpointed && op.IsAgain;
            if (op.Layer is not { } number)
            {
                rolled.Add(op);
            }
            else if (begun.Add((number, isAgain)))
            {
                Op[] own = [.. calls[(number, isAgain)]];
                CheckBody(plan.IsTrained(number) ? bodies : frozen, isAgain, number, own);
                rolled.Add(new LayerOp([.. own], own[own.Length - 1].Output) { Layer = number, IsAgain = isAgain });
            }
        }

        return [.. rolled];
    }

    private static void CheckBody(Dictionary<bool, string> bodies, bool isAgain, int number, Op[] own)
    {
        string body = string.Join("\n", own.Where(IsInEveryLayer).Select(op => Signature(op, own, number)));
        if (bodies.TryGetValue(isAgain, out string other) && other != body)
        {
            throw new InvalidOperationException($"Layer {NumberText.Plain(number)} is not like the others:\n{other}\n{body}");
        }

        bodies[isAgain] = body;
    }

    /// <summary>Narrowing, and what goes on to the layer below, is not: the call says whether it is there.</summary>
    private static bool IsInEveryLayer(Op op) => op is not (SelectOp or WidenOp) && !IsInputGradient(op);

    /// <summary>Whether an operation makes the gradient of the layer's input.</summary>
    public static bool IsInputGradient(Op op) => op is LinearGradientOp { Module.Role: Passes.FuseQueryKeyValue.Role };

    private static string Signature(Op op, Op[] own, int number)
    {
        var outputs = new HashSet<Value>(own.Select(other => other.Output));
        return op
            .Map(value => value with { Name = Variable(value), Slot = "", Rows = RowSpace.Pieces })
            .ToString()
            .Replace($".{NumberText.Plain(number)}.", ".*.");

        // The narrowed input stands for the input.
        string Variable(Value value) =>
            value.Slot == KeepValues.Narrowed || (value.IsKept && !outputs.Contains(value)) ? KeepValues.Input : value.Slot;
    }
}
