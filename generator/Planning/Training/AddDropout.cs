using BertGen.Generator.Configuration;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Training;

/// <summary>
/// Puts dropout where the reference has it: behind the embeddings, on the softmax, and on the outputs of attention and layer before
/// they are added to the residuals. Only where weights are trained: what is frozen is a constant.
/// </summary>
internal static class AddDropout
{
    public static EmbedderPlan Run(EmbedderPlan plan, EncoderConfig config, Func<Op, bool> isTrained, bool dropsAttentionOutput = true)
    {
        if (config is { HiddenDropout: 0, AttentionDropout: 0 })
        {
            return plan;
        }

        var residuals = new HashSet<Value>(plan.Ops.OfType<AddOp>().Select(add => add.Right));
        var dropped = new Dictionary<Value, Value>();
        var layers = new HashSet<LayerPlace>();
        var ops = new List<Op>();
        foreach (Op op in plan.Ops)
        {
            Op reader = op.Map(value => dropped.TryGetValue(value, out Value after) ? after : value);
            if (!isTrained(op))
            {
                ops.Add(reader);
            }
            else if (reader is AttentionOp attention && config.AttentionDropout > 0)
            {
                ops.Add(attention with { Dropout = new DropoutSite(DropoutRate.Attention, 0) });
            }
            else if (config.HiddenDropout > 0 && SiteBehind(op) is { } site)
            {
                Value after = op.Output with { Name = op.Output.Name + ".dropped" };
                ops.Add(reader);
                ops.Add(new DropoutOp(op.Output, site, after) { Layer = op.Layer });
                dropped.Add(op.Output, after);
            }
            else
            {
                ops.Add(reader);
            }
        }

        return plan.With(ops, "a training step drops values");

        DropoutSite? SiteBehind(Op op) => op switch
        {
            NormOp { Layer: null } => new DropoutSite(DropoutRate.Hidden, 0),
            BiasOp { Layer: { } layer } when residuals.Contains(op.Output) => !layers.Add(layer) ? new DropoutSite(DropoutRate.Hidden, 2)
                : dropsAttentionOutput ? new DropoutSite(DropoutRate.Hidden, 1)
                : null,
            _ => null,
        };
    }
}
