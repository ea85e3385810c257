using BertGen.Generator.Common;
using BertGen.Generator.Members;
using BertGen.Generator.Model;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Writing;

/// <summary>Writes the table of tensors that a checkpoint must hold, with one helper for the layers.</summary>
internal static class WeightTableWriter
{
    public static void Write(IndentedWriter writer, EmbedderSpec spec, ClassPlan plan)
    {
        writer.Lines($"// What a checkpoint must hold, by the names of its state dict; {Prefixes(spec)} may stand before them.");
        writer.Block($"private static readonly {Names.WeightSpec}[] WeightTable =", "[", "];", () =>
        {
            var written = new HashSet<string>(StringComparer.Ordinal);
            foreach (Weight weight in plan.Weights)
            {
                if (weight.Path.Length == 0)
                {
                    writer.Lines(Row(weight, $"\"{weight.Name}\""));
                }
                else if (written.Add(weight.Path))
                {
                    LayerWeights layer = plan.LayerWeights.First(layer => layer.Place.Path == weight.Path);
                    writer.Lines($".. {layer.Type}Table(\"{weight.Path}\"),");
                }
            }
        });
        Others(writer, spec, plan);
        foreach (LayerWeights layer in plan.LayerWeights.GroupBy(layer => layer.Type).Select(group => group.First()))
        {
            writer.Blank();
            writer.Block($"private static {Names.WeightSpec}[] {layer.Type}Table(string layer) =>", "[", "];", () =>
            {
                foreach (Weight weight in layer.Tensors)
                {
                    writer.Lines(Row(weight, $"layer + \"{weight.LocalName}\""));
                }
            });
        }
    }

    // What a saved model has besides: layers that nothing here reads, and the pooler where the checkpoint has one.
    private static void Others(IndentedWriter writer, EmbedderSpec spec, ClassPlan plan)
    {
        (IReadOnlyList<Weight> encoder, IReadOnlyList<Weight> pooler) = PlanBuilder.AllWeights(spec);
        var read = new HashSet<string>(plan.Weights.Select(weight => weight.Name), StringComparer.Ordinal);
        IGrouping<string, Weight>[] unread = [.. encoder.Where(weight => weight.Path.Length > 0 && !read.Contains(weight.Name)).GroupBy(weight => weight.Path)];
        Weight[] optional = [.. pooler.Where(weight => !read.Contains(weight.Name))];
        writer.Blank();
        writer.Lines("// What a saved model has besides, where the checkpoint has it.");
        writer.Block($"private static readonly {Names.WeightSpec}[] OtherTensors =", "[", "];", () =>
        {
            foreach (IGrouping<string, Weight> layer in unread)
            {
                if (plan.LayerWeights.FirstOrDefault(known => HasTensors(known, layer)) is { } alike)
                {
                    writer.Lines($".. {alike.Type}Table(\"{layer.Key}\"),");
                    continue;
                }

                foreach (Weight weight in layer)
                {
                    writer.Lines(Row(weight, $"\"{weight.Name}\""));
                }
            }

            foreach (Weight weight in optional)
            {
                writer.Lines(Row(weight with { IsOptional = true }, $"\"{weight.Name}\""));
            }
        });
    }

    private static bool HasTensors(LayerWeights layer, IEnumerable<Weight> weights) =>
        new HashSet<Weight>(layer.Tensors).SetEquals(weights.Select(weight => weight with { Path = "" }));

    private static string Prefixes(EmbedderSpec spec) => string.Join(" or ", spec.Architecture.Prefixes.Select(prefix => $"\"{prefix}\""));

    private static string Row(Weight weight, string name)
    {
        string rows = NumberText.Plain(weight.Rows);
        string spec = Names.WeightSpec;
        return weight.Columns > 0
            ? $"{spec}.{(weight.IsOptional ? "Optional" : "")}Matrix({name}, {rows}, {NumberText.Plain(weight.Columns)}){Head(weight)},"
            : $"{spec}.{(weight.IsOptional ? "Optional" : "")}Vector({name}, {rows}){Head(weight)},";
    }

    private static string Head(Weight weight) => (weight.IsHead, weight.StandIn) switch
    {
        (true, null) => " with { IsHead = true }",
        (false, null) => "",
        (true, { } other) => $" with {{ IsHead = true, {StandIn(other)} }}",
        (false, { } other) => $" with {{ {StandIn(other)} }}",
    };

    private static string StandIn(StandIn other) => $"StandIn = \"{other.Name}\"" + (other.IsHead ? ", IsStandInHead = true" : "");
}
