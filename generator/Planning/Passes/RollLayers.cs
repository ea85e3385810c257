using System.Collections.Immutable;
using BertGen.Generator.Common;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Passes;

/// <summary>
/// Makes one call of every layer. The layers must be one body on different weights, save for the selection of rows; the
/// writer then writes that body once, and the calls stay unrolled.
/// </summary>
internal static class RollLayers
{
    public static EmbedderPlan Run(EmbedderPlan plan)
    {
        var ops = new List<Op>();
        var begun = new HashSet<int>();
        ILookup<int, Op> layers = plan.Ops.Where(op => op.Layer is not null).ToLookup(op => op.Layer!.Value);
        string? body = null;
        foreach (IGrouping<int, Op> layer in layers)
        {
            string signature = Signature(layer);
            if ((body ??= signature) != signature)
            {
                throw new InvalidOperationException($"Layer {NumberText.Plain(layer.Key)} is not like the layers before it:\n{body}\n{signature}");
            }
        }

        foreach (Op op in plan.Ops)
        {
            if (op.Layer is not { } number)
            {
                ops.Add(op);
            }
            else if (begun.Add(number))
            {
                ImmutableArray<Op> own = [.. layers[number]];
                ops.Add(new LayerOp(own, own[own.Length - 1].Output) { Layer = number });
            }
        }

        return plan with { Ops = [.. ops] };
    }

    /// <summary>The operations on variables in place of values, without the number of the layer.</summary>
    private static string Signature(IEnumerable<Op> layer) => string.Join(
        "\n",
        layer.Where(op => op is not SelectOp).Select(op => op
            .Map(value => value with { Name = value.Slot, Rows = RowSpace.Pieces })
            .ToString()
            .Replace($".{NumberText.Plain(op.Layer!.Value)}.", ".*.")));
}
