using BertGen.Generator.Common;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Writing;

/// <summary>Writes the table of tensors that a checkpoint must hold, with one helper for the layers.</summary>
internal static class WeightTableWriter
{
    public static void Write(IndentedWriter writer, ClassPlan plan)
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

        writer.Lines("// What a checkpoint must hold, by the names of its state dict; a prefix \"bert.\" may stand before them.");
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

    private static string Row(Weight weight, string name)
    {
        string rows = NumberText.Plain(weight.Rows);
        string spec = Names.WeightSpec;
        return weight.Columns > 0
            ? $"{spec}.Matrix({name}, {rows}, {NumberText.Plain(weight.Columns)}),"
            : $"{spec}.{(weight.IsOptional ? "Optional" : "")}Vector({name}, {rows}),";
    }
}
