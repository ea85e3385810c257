using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Members;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Ops;
using BertGen.Generator.Planning.Training;

namespace BertGen.Generator.Writing;

/// <summary>Writes where the values of a training step lie, and the weights that it trains.</summary>
/// <param name="writer">Where it goes.</param>
/// <param name="plan">The passes of the step.</param>
/// <param name="computed">What the class computes without gradients.</param>
/// <param name="config">The model.</param>
internal sealed class StepSlotsWriter(IndentedWriter writer, TrainingPlan plan, ClassPlan computed, EncoderConfig config)
{
    private bool HasDropout { get; } = plan.Forward.Ops.SelectMany(op => op is LayerOp layer ? layer.Body : [op])
        .Any(op => op is DropoutOp or AttentionOp { Dropout: not null } or LinearAddOp { Dropout: not null });

    /// <summary>Writes the types.</summary>
    /// <param name="trained">The paths of the layers' weights whose types are written; all steps of a class share them.</param>
    public void Write(IReadOnlyCollection<string> trained)
    {
        if (plan.TrainedCalls.Any())
        {
            Values();
        }

        foreach (LayerWeights layer in computed.LayerWeights.Where(layer => trained.Contains(layer.Place.Path)).GroupBy(layer => layer.Type).Select(group => group.First()))
        {
            Trained(layer);
        }

        Slots();
    }

    private void Values()
    {
        string site = HasDropout ? ", int site" : "";
        writer.Lines($"// Where the values of a trained layer lie{(plan.IsCheckpointed ? ": its input and output are kept, the others computed again" : ", which are kept for the backward pass")}.");
        writer.Block($"private readonly struct LayerValues(int start{site})", () =>
        {
            foreach (PlacedSlot slot in plan.LayerSlots)
            {
                string offset = slot.Offset == 0 ? "start" : $"start + {NumberText.Plain(slot.Offset)}";
                writer.Lines($"public {Names.Slot} {slot.Name} => new({offset}, width: {NumberText.Plain(slot.Width)}, isKept: true);");
            }

            if (HasDropout)
            {
                writer.Blank();
                writer.Lines("// The first of the layer's places where values are dropped.");
                writer.Lines("public int Site => site;");
            }
        });
        writer.Blank();
    }

    /// <summary>The trained weights of a layer; all steps of a class share them.</summary>
    private void Trained(LayerWeights layer)
    {
        writer.Lines("// The trained weights of one encoder layer.");
        writer.Block($"private readonly struct Trained{layer.Type}", () =>
        {
            (string Type, string Role, string Load)[] fields = [.. layer.Modules.Select(Field)];
            foreach ((string type, string role, _) in fields)
            {
                writer.Lines($"public readonly {type} {role};");
            }

            writer.Blank();
            writer.Block($"public Trained{layer.Type}({Names.WeightPacker} packer, in {layer.Type} layer, TrainedParameters.{layer.Type}Parameters parameters)", () =>
            {
                foreach ((_, string role, string load) in fields)
                {
                    writer.Lines($"{role} = {load};");
                }
            });
        });
        writer.Blank();
    }

    private static (string Type, string Role, string Load) Field(WeightModule member) => member switch
    {
        LinearModule module =>
            (Names.TrainedLinear, module.Role, $"packer.Train(layer.{module.Role}, {string.Join(", ", module.Parts.Select(part => "parameters." + part))})"),
        NormModule norm => (Names.TrainedNorm, norm.Role, $"packer.Train(layer.{norm.Role}, parameters.{norm.Role})"),
        _ => throw new InvalidOperationException($"The managed engine does not train '{member}'."),
    };

    private void Slots()
    {
        writer.Lines("// Where the other values of a training step lie, in floats per piece.");
        writer.Block("private static class Step", () =>
        {
            foreach (int layer in plan.TrainedLayers)
            {
                string number = NumberText.Plain(layer);
                string start = NumberText.Plain((layer - plan.TrainedLayers[0]) * plan.LayerStride);
                string site = HasDropout ? $", site: {NumberText.Plain(layer * DropoutSite.PerLayer(config))}" : "";
                writer.Lines($"public static LayerValues Layer{number} => new(start: {start}{site});");
            }

            if (plan.TrainedLayers.Length > 0)
            {
                writer.Blank();
            }

            foreach (PlacedSlot slot in plan.KeptSlots)
            {
                writer.Lines(Slot(slot, ", isKept: true"));
            }

            foreach (PlacedSlot slot in plan.Workspace)
            {
                writer.Lines(Slot(slot, ""));
            }
        });
    }

    private static string Slot(PlacedSlot slot, string kept) =>
        $"public static {Names.Slot} {slot.Name} => new(offset: {NumberText.Plain(slot.Offset)}, width: {NumberText.Plain(slot.Width)}{kept});";
}
