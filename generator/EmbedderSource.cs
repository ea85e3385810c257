using BertGen.Generator.Checking;
using BertGen.Generator.Model;
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

        string text = model.Spec is { } spec ? Write(spec) : StubWriter.Write(model.Class, model.Target, model.IsLanguageNew);
        return new EmbedderSource(ClassFrame.FileName(model.Class, model.Clash?.Number ?? 1), text);
    }

    private static string Write(EmbedderSpec spec)
    {
        if (spec.IsStatic)
        {
            return StaticWriter.Write(spec);
        }

        if (spec.Target == Target.TorchSharp)
        {
            return TorchSharpWriter.Write(spec, ClassPlan.Of(spec, TorchSharpPassList.Run));
        }

        ClassPlan plan = ClassPlan.Of(spec, PassList.Run);
        return ManagedWriter.Write(spec, plan, spec.Training is null ? null : ClassSteps.Of(spec, plan));
    }
}
