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
            if (op is LinearOp { HasBias: false, Module.HasBias: true } product && OnlyUse(product.Output) is BiasOp bias)
            {
                FuseProduct(product, product with { HasBias = true, Output = bias.Output }, [product, bias]);
            }
            else if (op is LinearOp { Module.HasBias: false } plain)
            {
                FuseProduct(plain, plain, [plain]);
            }
            else if (fusesEmbeddings && op is NormOp { Layer: null } norm)
            {
                FuseEmbedding(norm);
            }
        }

        // An operation that was fused stands where the last of its parts stood.
        IEnumerable<Op> ops = plan.Ops.Select(op => fused.TryGetValue(op.Output, out Op? whole) ? whole : op).OfType<Op>();
        return plan.With(ops, "bias, activation, residual and LayerNorm are part of the products before them");

        // What is whole is the product with its bias, if it has one; parts are the operations that it is made of.
        void FuseProduct(LinearOp product, LinearOp whole, Op[] parts)
        {
            if (isTrained(product))
            {
                FuseTrained(product, whole, parts);
                return;
            }

            switch (OnlyUse(whole.Output))
            {
                case ActivationOp activation:
                    Replace(whole with { Activation = activation.Activation, Output = activation.Output }, [.. parts, activation]);
                    break;

                case AddOp add when add.Right == whole.Output && OnlyUse(add.Output) is NormOp norm && norm.Layer == product.Layer:
                    Op normed = new LinearAddNormOp(product.Input, product.Module, add.Left, norm.Module, norm.Output) { Layer = product.Layer };
                    Replace(normed, [.. parts, add, norm]);
                    break;

                case AddOp add when add.Right == whole.Output && product.Layer is not null:
                    Replace(new LinearAddOp(product.Input, product.Module, add.Left, null, add.Output) { Layer = product.Layer }, [.. parts, add]);
                    break;

                default:
                    Replace(whole, parts);
                    break;
            }
        }

        void FuseTrained(LinearOp product, LinearOp whole, Op[] parts)
        {
            var dropout = OnlyUse(whole.Output) as DropoutOp;
            Value last = dropout?.Output ?? whole.Output;
            if (OnlyUse(last) is AddOp add && add.Right == last)
            {
                Op sum = new LinearAddOp(product.Input, product.Module, add.Left, dropout?.Site, add.Output) { Layer = product.Layer };
                Replace(sum, dropout is null ? [.. parts, add] : [.. parts, dropout, add]);
            }
            else
            {
                Replace(whole, parts);
            }
        }

        void FuseEmbedding(NormOp norm)
        {
            Op input = definitions[norm.Input];
            if (input is LookupOp alone)
            {
                Replace(new EmbedOp(alone, null, norm.Module, norm.Output), alone, norm);
            }
            else if (input is AddOp add && definitions[add.Left] is LookupOp words && definitions[add.Right] is LookupOp others)
            {
                Replace(new EmbedOp(words, others, norm.Module, norm.Output), words, others, add, norm);
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
