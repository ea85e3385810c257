using System.Collections.Immutable;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Passes;

/// <summary>
/// Makes one call of every layer. Layers that compute the same on different weights, save for the selection of rows, are calls of
/// one function; the writer then writes its body once, and the calls stay unrolled.
/// </summary>
internal static class RollLayers
{
    public static EmbedderPlan Run(EmbedderPlan plan)
    {
        var ops = new List<Op>();
        var begun = new HashSet<LayerPlace>();
        ILookup<LayerPlace?, Op> layers = plan.Ops.ToLookup(op => op.Layer);
        foreach (Op op in plan.Ops)
        {
            if (op.Layer is not { } place)
            {
                ops.Add(op);
            }
            else if (begun.Add(place))
            {
                ImmutableArray<Op> own = [.. layers[place]];
                ops.Add(new LayerOp(place, LayerFunction.Of(place, own), own, own[own.Length - 1].Output) { Layer = place });
            }
        }

        return plan with { Ops = [.. ops] };
    }
}
