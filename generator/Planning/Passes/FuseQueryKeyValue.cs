using System.Collections.Immutable;
using BertGen.Generator.Common;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Passes;

/// <summary>Queries, keys and values are products with one input: side by side they read it once.</summary>
internal static class FuseQueryKeyValue
{
    public const string Role = "QueryKeyValue";

    public static EmbedderPlan Run(EmbedderPlan plan)
    {
        var ops = plan.Ops.ToList();
        foreach (AttentionOp attention in plan.Ops.OfType<AttentionOp>())
        {
            BiasOp[] biases = [.. attention.Sources.Select(plan.Definition).OfType<BiasOp>()];
            LinearOp[] products = [.. biases.Select(bias => plan.Definition(bias.Input)).OfType<LinearOp>()];
            if (products.Length == 3 && products.All(product => product.Input == products[0].Input))
            {
                ops.RemoveAll(op => biases.Contains(op) || products.Contains(op));
                ops.InsertRange(ops.IndexOf(attention), Fused(products, attention, out Value fused));
                ops[ops.IndexOf(attention)] = attention with { Sources = [fused] };
            }
        }

        return plan.With(ops, "query, key and value are one product");
    }

    private static ImmutableArray<Op> Fused(LinearOp[] products, AttentionOp attention, out Value fused)
    {
        LinearModule first = products[0].Module;
        LinearModule module = first with
        {
            Role = Role,
            Names = products.SelectMany(product => product.Module.Names).ToEquatable(),
        };
        string layer = attention.Layer is { } number ? $"layer.{NumberText.Plain(number)}." : "";
        var product = new Value($"{layer}{Role}.product", Role, module.Width);
        fused = product with { Name = layer + Role };
        return
        [
            new LinearOp(products[0].Input, module, product) { Layer = attention.Layer },
            new BiasOp(product, module, fused) { Layer = attention.Layer },
        ];
    }
}
