using BertGen.Generator.Configuration;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Training;

/// <summary>
/// Puts dropout where the reference has it: behind the embeddings, on the softmax, and on the outputs of attention and layer before
/// they are added to the residuals. Only where weights are trained: what is frozen is a constant.
/// </summary>
internal static class AddDropout
{
    public static EmbedderPlan Run(EmbedderPlan plan, EncoderConfig config, Func<Op, bool> isTrained, ResidualDropouts behind)
    {
        if (config is { HiddenDropout: 0, AttentionDropout: 0, InnerDropout: 0 })
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
            else if (SiteBehind(op) is { } site && Rate(site.Rate) > 0)
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
            NormOp { Layer: null, Module: { Role: not NormModule.Final, IsHead: false } } => new DropoutSite(DropoutRate.Hidden, 0),
            BiasOp or LinearOp { Module.HasBias: false } when op.Layer is not null && residuals.Contains(op.Output) => BehindProduct(op.Layer),
            GateOp => new DropoutSite(DropoutRate.Inner, 3),
            _ => null,
        };

        DropoutSite? BehindProduct(LayerPlace layer) => layers.Add(layer)
            ? behind.AttentionOutput is { } first ? new DropoutSite(first, 1) : null
            : behind.LayerOutput is { } last ? new DropoutSite(last, 2) : null;

        double Rate(DropoutRate rate) => rate switch
        {
            DropoutRate.Hidden => config.HiddenDropout,
            DropoutRate.Attention => config.AttentionDropout,
            _ => config.InnerDropout,
        };
    }
}
