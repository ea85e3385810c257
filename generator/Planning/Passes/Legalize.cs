using System.Collections.Immutable;
using BertGen.Generator.Common;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Passes;

/// <summary>
/// Brings a plan into the forms that targets print, whichever passes ran before: attention reads one value, and a value that is
/// read when its variable has been taken over is copied. What no target prints is an error.
/// </summary>
internal static class Legalize
{
    /// <summary>What the managed engine has calls for.</summary>
    public static bool EngineForms(Op op) => TensorForms(op) || op is EmbedOp { Others: null or { Index: not LookupIndex.Id } } or LookupOp { Index: LookupIndex.TypeAndPosition } or MaxOp or UnitOp;

    /// <summary>What TorchSharp has calls for.</summary>
    public static bool TensorForms(Op op) => op switch
    {
        AttentionOp attention => attention.Sources.Count == 1 && attention.Dropout is null,
        LookupOp lookup => lookup.Folded is null && lookup.Index != LookupIndex.TypeAndPosition,
        GivenOp or AccumulateOp or ActivationOp or AddOp or BiasOp or DistanceBiasOp or GateOp or HeadNormOp or JoinOp or KeepOp
            or LinearAddNormOp or LinearAddOp { Dropout: null } or LinearOp or MeanOp
            or MixOp or NormOp or RotateOp or SelectOp or SpladeOp => true,
        _ => false,
    };

    public static EmbedderPlan Run(EmbedderPlan plan) => CopyWhatIsOverwritten(JoinSources(plan));

    /// <summary>Stops at the first operation that is not of the forms.</summary>
    public static EmbedderPlan Check(EmbedderPlan plan, Func<Op, bool> isOfForm, string target) =>
        plan.Ops.SelectMany(op => op is LayerOp layer ? layer.Body : [op]).FirstOrDefault(op => !isOfForm(op)) is { } op
            ? throw new InvalidOperationException($"For {target} there is no call of the operation '{op}'.")
            : plan;

    private static EmbedderPlan JoinSources(EmbedderPlan plan)
    {
        if (!plan.Ops.Any(IsApart))
        {
            return plan;
        }

        // Behind the last source: rows may be selected before the attention, which reads all of them.
        var places = plan.Ops.Select((op, i) => (op.Output, i)).ToDictionary(pair => pair.Output, pair => pair.i);
        ILookup<int, JoinOp> joins = plan.Ops.Where(IsApart).Cast<AttentionOp>().ToLookup(
            attention => attention.Sources.Max(source => places[source]),
            attention => new JoinOp(attention.Sources, Joined(attention)) { Layer = attention.Layer });
        return plan with
        {
            Ops = [.. plan.Ops.SelectMany((op, i) => ((IEnumerable<Op>)joins[i]).Prepend(IsApart(op) ? Join((AttentionOp)op) : op))],
        };

        static bool IsApart(Op op) => op is AttentionOp { Sources.Count: > 1 };

        static Op Join(AttentionOp attention) => attention with { Sources = [Joined(attention)] };

        static Value Joined(AttentionOp attention) =>
            new("joined", "Joined", attention.Sources.Sum(source => source.Width)) { Layer = attention.Layer?.Number };
    }

    private static EmbedderPlan CopyWhatIsOverwritten(EmbedderPlan plan)
    {
        ImmutableArray<Op> ops = plan.Ops;
        ILookup<Value, int> readers = ReadersOf(ops);
        int[] takenBy = NextOfSameSlot(ops);
        var copies = new Dictionary<int, KeepOp>();
        var redirected = new Dictionary<(int Reader, Value Value), Value>();
        for (int i = 0; i < ops.Length; i++)
        {
            Value value = ops[i].Output;
            if (value.Rows is RowSpace.Distances or RowSpace.None)
            {
                continue;
            }

            int taken = takenBy[i];
            int[] late = taken < 0 ? [] : [.. readers[value].Where(reader => reader > i && reader >= taken && !(reader == taken && ops[reader].InPlace == value))];
            if (late.Length > 0)
            {
                string number = NumberText.Plain(copies.Count);
                var copy = new Value("kept" + number, "Kept" + number, value.Width, value.Rows);
                copies.Add(i, new KeepOp(value, copy));
                foreach (int reader in late)
                {
                    redirected.Add((reader, value), copy);
                }
            }
        }

        if (copies.Count == 0)
        {
            return plan;
        }

        var result = new List<Op>();
        for (int i = 0; i < ops.Length; i++)
        {
            int reader = i;
            result.Add(ops[i].Map(value => redirected.TryGetValue((reader, value), out Value copy) ? copy : value));
            if (copies.TryGetValue(i, out KeepOp keep))
            {
                bool isInside = i + 1 < ops.Length && ops[i + 1].Layer == ops[i].Layer;
                result.Add(isInside
                    ? keep with { Layer = ops[i].Layer }
                    : keep);
            }
        }

        return plan with { Ops = [.. result] };
    }

    /// <summary>The operations that read a value, in their order.</summary>
    private static ILookup<Value, int> ReadersOf(ImmutableArray<Op> ops) =>
        ops.SelectMany((op, index) => op.Inputs.Distinct().Select(value => (Value: value, Index: index))).ToLookup(read => read.Value, read => read.Index);

    /// <summary>For each operation the next one that writes to the same variable; -1 where there is none.</summary>
    private static int[] NextOfSameSlot(ImmutableArray<Op> ops)
    {
        int[] next = new int[ops.Length];
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = ops.Length - 1; i >= 0; i--)
        {
            next[i] = last.TryGetValue(ops[i].Output.Slot, out int found) ? found : -1;
            last[ops[i].Output.Slot] = i;
        }

        return next;
    }
}
