using BertGen.Generator.Checking;
using BertGen.Generator.Common;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Writing;

/// <summary>Writes the table of tensors that a checkpoint must hold, with one helper for the layers.</summary>
internal static class WeightTableWriter
{
    public static void Write(IndentedWriter writer, EmbedderSpec spec, ClassPlan plan)
    {
        IReadOnlyList<LayerOp> layers = plan.Layers;
        var layerOf = new Dictionary<string, LayerOp>(StringComparer.Ordinal);
        foreach (LayerOp layer in layers)
        {
            foreach (Weight weight in layer.Weights)
            {
                layerOf[weight.Name] = layer;
            }
        }

        writer.Lines($"// What a checkpoint must hold, by the names of its state dict; {Prefixes(spec)} may stand before them.");
        writer.Block($"private static readonly {Names.WeightSpec}[] WeightTable =", "[", "];", () =>
        {
            LayerOp? current = null;
            foreach (Weight weight in plan.Weights)
            {
                if (!layerOf.TryGetValue(weight.Name, out LayerOp layer))
                {
                    writer.Lines(Row(weight, $"\"{weight.Name}\""));
                }
                else if (layer != current)
                {
                    writer.Lines($".. LayerTable(\"{ManagedNames.Prefix(layer)}\"),");
                    current = layer;
                }
            }
        });
        Others(writer, spec, plan, layers);
        writer.Blank();
        writer.Block($"private static {Names.WeightSpec}[] LayerTable(string layer) =>", "[", "];", () =>
        {
            string prefix = ManagedNames.Prefix(layers[0]);
            foreach (Weight weight in layers[0].Weights)
            {
                writer.Lines(Row(weight, $"layer + \"{weight.Name.Substring(prefix.Length)}\""));
            }
        });
    }

    // What a saved model has besides: layers that nothing here reads, and the pooler where the checkpoint has one.
    private static void Others(IndentedWriter writer, EmbedderSpec spec, ClassPlan plan, IReadOnlyList<LayerOp> layers)
    {
        (IReadOnlyList<Weight> encoder, IReadOnlyList<Weight> pooler) = PlanBuilder.AllWeights(spec);
        var read = new HashSet<string>(plan.Weights.Select(weight => weight.Name), StringComparer.Ordinal);
        string prefix = ManagedNames.Prefix(layers[0]);
        string stem = prefix.Substring(0, prefix.Length - 1 - NumberText.Plain(layers[0].Layer!.Value).Length);
        int[] unread = [.. Enumerable.Range(0, spec.Config.LayerCount).Except(layers.Select(layer => layer.Layer!.Value))];
        Weight[] optional = [.. pooler.Where(weight => !read.Contains(weight.Name))];
        writer.Blank();
        writer.Lines("// What a saved model has besides, where the checkpoint has it.");
        writer.Block($"private static readonly {Names.WeightSpec}[] OtherTensors =", "[", "];", () =>
        {
            foreach (int layer in unread)
            {
                writer.Lines($".. LayerTable(\"{stem}{NumberText.Plain(layer)}.\"),");
            }

            foreach (Weight weight in optional)
            {
                writer.Lines(Row(weight with { IsOptional = true }, $"\"{weight.Name}\""));
            }
        });
    }

    private static string Prefixes(EmbedderSpec spec) => string.Join(" or ", spec.Architecture.Prefixes.Select(prefix => $"\"{prefix}\""));

    private static string Row(Weight weight, string name)
    {
        string rows = NumberText.Plain(weight.Rows);
        string spec = Names.WeightSpec;
        return weight.Columns > 0
            ? $"{spec}.{(weight.IsOptional ? "Optional" : "")}Matrix({name}, {rows}, {NumberText.Plain(weight.Columns)}){Head(weight)},"
            : $"{spec}.{(weight.IsOptional ? "Optional" : "")}Vector({name}, {rows}){Head(weight)},";
    }

    private static string Head(Weight weight) => weight.IsHead ? " with { IsHead = true }" : "";
}
