using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Passes;

/// <summary>
/// Lets a product finish its rows while they are in the cache: bias, activation, and residual with LayerNorm become part of
/// it; and the lookups and the LayerNorm of the embeddings become one walk over the pieces.
/// </summary>
internal static class FuseEpilogues
{
    public static EmbedderPlan Run(EmbedderPlan plan) => Run(plan, static _ => false);

    /// <summary>Leaves the lookups and the LayerNorm of the embeddings as they are.</summary>
    public static EmbedderPlan RunProducts(EmbedderPlan plan) => Run(plan, static _ => false, fusesEmbeddings: false);

    /// <summary>
    /// Fuses less where a backward pass reads what would be gone: there bias, dropout and residual become part of a product, and
    /// activation and LayerNorm stay by themselves.
    /// </summary>
    public static EmbedderPlan Run(EmbedderPlan plan, Func<Op, bool> isTrained, bool fusesEmbeddings = true)
    {
        ILookup<Value, Op> uses = plan.Ops.SelectMany(op => op.Inputs, (op, input) => (op, input)).ToLookup(use => use.input, use => use.op);
        var definitions = plan.Ops.ToDictionary(op => op.Output);
        var fused = new Dictionary<Value, Op?>();
        foreach (Op op in plan.Ops)
        {
            if (op is LinearOp { HasBias: false } product && OnlyUse(product.Output) is BiasOp bias)
            {
                FuseProduct(product, bias);
            }
            else if (fusesEmbeddings && op is NormOp norm)
            {
                FuseEmbedding(norm);
            }
        }

        // An operation that was fused stands where the last of its parts stood.
        IEnumerable<Op> ops = plan.Ops.Select(op => fused.TryGetValue(op.Output, out Op? whole) ? whole : op).OfType<Op>();
        return plan.With(ops, "bias, activation, residual and LayerNorm are part of the products before them");

        void FuseProduct(LinearOp product, BiasOp bias)
        {
            LinearOp biased = product with { HasBias = true, Output = bias.Output };
            if (isTrained(product))
            {
                FuseTrained(product, biased, bias);
                return;
            }

            switch (OnlyUse(bias.Output))
            {
                case ActivationOp activation:
                    Replace(biased with { Activation = activation.Activation, Output = activation.Output }, product, bias, activation);
                    break;

                case AddOp add when add.Right == bias.Output && OnlyUse(add.Output) is NormOp norm:
                    Op whole = new LinearAddNormOp(product.Input, product.Module, add.Left, norm.Module, norm.Output) { Layer = product.Layer };
                    Replace(whole, product, bias, add, norm);
                    break;

                default:
                    Replace(biased, product, bias);
                    break;
            }
        }

        void FuseTrained(LinearOp product, LinearOp biased, BiasOp bias)
        {
            var dropout = OnlyUse(bias.Output) as DropoutOp;
            Op last = dropout is null ? bias : dropout;
            if (OnlyUse(last.Output) is AddOp add && add.Right == last.Output)
            {
                Op whole = new LinearAddOp(product.Input, product.Module, add.Left, dropout?.Site, add.Output) { Layer = product.Layer };
                Replace(whole, dropout is null ? [product, bias, add] : [product, bias, dropout, add]);
            }
            else
            {
                Replace(biased, product, bias);
            }
        }

        void FuseEmbedding(NormOp norm)
        {
            if (definitions[norm.Input] is AddOp add
                && definitions[add.Left] is LookupOp words
                && definitions[add.Right] is LookupOp { Index: LookupIndex.TypeAndPosition or LookupIndex.Position } positions)
            {
                Replace(new EmbedOp(words, positions, norm.Module, norm.Output), words, positions, add, norm);
            }
        }

        Op? OnlyUse(Value value) => uses[value].Take(2).Count() == 1 ? uses[value].First() : null;

        void Replace(Op whole, params Op[] parts)
        {
            foreach (Op part in parts)
            {
                fused[part.Output] = null;
            }

            fused[parts[parts.Length - 1].Output] = whole;
        }
    }
}
