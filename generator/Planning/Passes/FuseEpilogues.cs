using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Passes;

/// <summary>
/// Lets a product finish its rows while they are in the cache: bias, activation, and residual with LayerNorm become part of
/// it; and the lookups and the LayerNorm of the embeddings become one walk over the pieces.
/// </summary>
internal static class FuseEpilogues
{
    public static EmbedderPlan Run(EmbedderPlan plan)
    {
        var ops = plan.Ops.ToList();
        foreach (LinearOp product in plan.Ops.OfType<LinearOp>())
        {
            Fuse(ops, product);
        }

        foreach (NormOp norm in ops.OfType<NormOp>().ToArray())
        {
            FuseEmbedding(ops, norm);
        }

        return plan.With(ops, "bias, activation, residual and LayerNorm are part of the products before them");
    }

    private static void Fuse(List<Op> ops, LinearOp product)
    {
        if (OnlyUse(ops, product.Output) is not BiasOp bias || product.HasBias)
        {
            return;
        }

        LinearOp biased = product with { HasBias = true, Output = bias.Output };
        switch (OnlyUse(ops, biased.Output))
        {
            case ActivationOp activation:
                Replace(ops, biased with { Activation = activation.Activation, Output = activation.Output }, product, bias, activation);
                break;

            case AddOp add when add.Right == biased.Output && OnlyUse(ops, add.Output) is NormOp norm:
                Op fused = new LinearAddNormOp(product.Input, product.Module, add.Left, norm.Module, norm.Output) { Layer = product.Layer };
                Replace(ops, fused, product, bias, add, norm);
                break;

            default:
                Replace(ops, biased, product, bias);
                break;
        }
    }

    private static void FuseEmbedding(List<Op> ops, NormOp norm)
    {
        if (Definition(ops, norm.Input) is AddOp add
            && Definition(ops, add.Left) is LookupOp words
            && Definition(ops, add.Right) is LookupOp { Index: LookupIndex.TypeAndPosition } positions)
        {
            Replace(ops, new EmbedOp(words, positions, norm.Module, norm.Output), words, positions, add, norm);
        }
    }

    /// <summary>The operation that reads a value, when there is exactly one.</summary>
    private static Op? OnlyUse(List<Op> ops, Value value)
    {
        List<Op> uses = ops.FindAll(op => op.Inputs.Contains(value));
        return uses.Count == 1 ? uses[0] : null;
    }

    private static Op Definition(List<Op> ops, Value value) => ops.Find(op => op.Output == value);

    private static void Replace(List<Op> ops, Op fused, params Op[] parts)
    {
        ops[ops.IndexOf(parts[parts.Length - 1])] = fused;
        ops.RemoveAll(op => parts.Contains(op));
    }
}
