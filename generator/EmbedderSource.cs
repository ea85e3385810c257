using BertGen.Generator.Checking;
using BertGen.Generator.Options;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Training;
using BertGen.Generator.Writing;

namespace BertGen.Generator;

/// <summary>A file that is added to the compilation.</summary>
internal sealed record EmbedderSource(string FileName, string Text)
{
    /// <summary>Check, plan, passes, write; null where no code may be added.</summary>
    public static EmbedderSource? Of(CheckedModel model)
    {
        if (!model.Class.CanBeExtended)
        {
            return null;
        }

        string text = model.Spec is { } spec ? Write(spec) : StubWriter.Write(model.Class, model.Target);
        return new EmbedderSource(ClassFrame.FileName(model.Class, model.Clash?.Number ?? 1), text);
    }

    private static string Write(EmbedderSpec spec)
    {
        if (spec.Target == Target.TorchSharp)
        {
            return TorchSharpWriter.Write(spec, TorchSharpPassList.Run(PlanBuilder.Build(spec)), spec.HasPooler ? PlanBuilder.BuildPooler(spec) : null);
        }

        EmbedderPlan plan = PassList.Run(PlanBuilder.Build(spec));
        EmbedderPlan? pooler = spec.HasPooler ? PassList.Run(PlanBuilder.BuildPooler(spec)) : null;
        return spec.Training is { } training
            ? ManagedWriter.Write(spec, plan, pooler, TrainingPasses.Run(spec), TrainingPasses.Run(spec, !training.Checkpointing))
            : ManagedWriter.Write(spec, plan, pooler, null, null);
    }
}
