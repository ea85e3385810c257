using BertGen.Generator.Common;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Passes;

/// <summary>Queries, keys and values are products with one input: side by side they read it once.</summary>
internal static class FuseQueryKeyValue
{
    public const string Role = "QueryKeyValue";

    public static EmbedderPlan Run(EmbedderPlan plan)
    {
        var definitions = plan.Ops.ToDictionary(op => op.Output);
        var fused = new Dictionary<Value, Op[]>();
        foreach (AttentionOp attention in plan.Ops.OfType<AttentionOp>())
        {
            BiasOp[] biases = [.. attention.Sources.Select(source => definitions[source]).OfType<BiasOp>()];
            LinearOp[] products = [.. biases.Select(bias => definitions[bias.Input]).OfType<LinearOp>()];
            if (products.Length == 3 && products.All(product => product.Input == products[0].Input))
            {
                foreach (Op part in (Op[])[.. biases, .. products])
                {
                    fused[part.Output] = [];
                }

                fused[attention.Output] = Fuse(products, attention);
            }
        }

        // What was fused stands just before its attention.
        IEnumerable<Op> ops = plan.Ops.SelectMany(op => fused.TryGetValue(op.Output, out Op[] instead) ? instead : [op]);
        return plan.With(ops, "query, key and value are one product");
    }

    private static Op[] Fuse(LinearOp[] products, AttentionOp attention)
    {
        LinearModule first = products[0].Module;
        LinearModule module = first with
        {
            Role = Role,
            Names = products.SelectMany(product => product.Module.Names).ToEquatable(),
            Outputs = products.SelectMany(product => product.Module.Outputs).ToEquatable(),
            Parts = products.SelectMany(product => product.Module.Parts).ToEquatable(),
        };
        var product = new Value(Role + ".product", Role, module.Width) { Layer = attention.Layer?.Number };
        Value biased = product with { Name = Role };
        return
        [
            new LinearOp(products[0].Input, module, product) { Layer = attention.Layer },
            new BiasOp(product, module, biased) { Layer = attention.Layer },
            attention with { Sources = [biased] },
        ];
    }
}
