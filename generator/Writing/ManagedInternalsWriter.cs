using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Members;
using BertGen.Generator.Model;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Training;

namespace BertGen.Generator.Writing;

/// <summary>Writes the nested class of a class for the managed engine: what it was compiled from, its weights, and its computations.</summary>
internal sealed class ManagedInternalsWriter(IndentedWriter writer, EmbedderSpec spec, ClassPlan plan, ClassSteps? steps, TrainingWriter? training)
{
    private readonly EncodeWriter _encode = new(writer, plan, spec.Config);

    public void Write() => InternalsWriter.Write(writer, $" : {Interface(steps is not null)}", () =>
    {
        Constants();
        Workspace();
        WeightTableWriter.Write(writer, spec, plan);
        writer.Blank();
        RotaryWriter.Write(writer, spec);
        TextPlansWriter.Write(writer, spec);
        ModelInfoWriter.Inside(writer, spec, plan);
        new ManagedFieldsWriter(writer, spec, plan, steps is null ? null : new TrainingFieldsWriter(writer, spec, steps, plan)).Write();
        new ManagedLoadWriter(writer, spec).Inside();
        new ManagedCallsWriter(writer, spec, plan).Inside();
        training?.Inside();
        _encode.WriteEncoder(plan.Forward, owner: "");
        writer.Blank();
        _encode.WriteLayers();
        if (steps is not null)
        {
            writer.Blank();
            Step(steps.Forward, plan.Forward, owner: "");
        }

        if (plan.Embed is { } embed)
        {
            Encoder("SentenceEncoder", "What Embed pools: the last layer, whatever Forward returns.", embed, steps?.Embed is not null, steps?.Embed);
        }

        foreach (HeadEncoder head in HeadEncoder.Of(plan))
        {
            bool isClassifier = head.Plan == plan.Classify;
            Encoder(head.Class, head.Comment, head.Plan, isClassifier && steps is not null, isClassifier ? steps?.Classify : null);
        }

        foreach (HeadEncoder head in HeadEncoder.OverGiven(plan))
        {
            TrainingPlan? step = head.Plan == plan.Pooler ? steps?.Pooler : steps?.Pooling;
            Encoder(head.Class, head.Comment, head.Plan, step is not null, step);
        }
    });

    private static string Interface(bool isTrained) => isTrained ? Names.ITrainedEncoder : Names.IEncoder;

    private void Encoder(string name, string comment, EmbedderPlan computation, bool isTrained, TrainingPlan? step)
    {
        writer.Blank();
        writer.Lines($"// {comment}");
        string owner = computation.Weights.IsEmpty ? "" : $"({Internals.Class} owner)";
        writer.Block($"public sealed class {name}{owner} : {Interface(isTrained)}", () =>
        {
            if (computation.IsOverGiven)
            {
                Value given = computation.Ops[0].Output;
                writer.Lines($"private static {Names.Slot} {given.Slot} => {Names.Slot}.Given(width: {NumberText.Plain(given.Width)});");
                Slots(computation.Slots);
            }

            _encode.WriteEncoder(computation, owner: "owner.");
            if (step is not null)
            {
                writer.Blank();
                Step(step, computation, owner: "owner.");
            }
        });
    }

    private void Step(TrainingPlan step, EmbedderPlan computation, string owner) =>
        new StepWriter(writer, step, plan, computation, steps!.TrainedWeights, spec.Config, owner).Write();

    private void Constants()
    {
        EncoderConfig config = spec.Config;
        training?.Rates();
        writer.Lines($"private const float LayerNormEpsilon = {config.LayerNormEpsilon}f;");
        writer.Blank();
        ModelInfoWriter.WriteConfig(writer, spec, plan);
        MixFactor[] factors = [.. plan.ConstantFactors];
        if (factors.Length > 0)
        {
            writer.Blank();
            writer.Lines("// The scalar mix: softmax of ScalarMixParameters. Layers that are not listed have weight 0.");
        }

        foreach (MixFactor factor in factors)
        {
            writer.Lines($"private const float {ManagedNames.MixConstant(factor.Layer)} = {factor};");
        }

        writer.Blank();
    }

    private void Workspace()
    {
        writer.Lines($"""
            // One workspace, in floats per piece. Values whose lives do not overlap share their room. Offsets, and the
            // distance from row to row, are multiples of {NumberText.Plain(PlacedSlot.Alignment)}.
            private const int WorkspacePerPiece = {NumberText.Plain(plan.Forward.WorkspacePerPiece)};

            """);
        Slots(plan.Slots);
    }

    private void Slots(IReadOnlyList<PlacedSlot> slots)
    {
        foreach (PlacedSlot slot in slots)
        {
            string[] below = [.. slots.TakeWhile(other => other != slot).Where(slot.Overlaps).Select(other => other.Name)];
            string comment = below.Length == 0 ? "" : $" // in the room of {string.Join(" and ", below)}";
            string place = $"offset: {NumberText.Plain(slot.Offset)}, width: {NumberText.Plain(slot.Width)}";
            string created = slot.HeadSize == 0 ? $"new({place})" : $"{Names.Slot}.OfHeads({place}, HeadSize)";
            writer.Lines($"private static {Names.Slot} {slot.Name} => {created};{comment}");
        }

        writer.Blank();
    }
}
