using BertGen.Generator.Checking;
using BertGen.Generator.Planning;
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

        string text = model.Spec is { } spec
            ? ManagedWriter.Write(spec, PassList.Run(PlanBuilder.Build(spec)), spec.HasPooler ? PassList.Run(PlanBuilder.BuildPooler(spec)) : null)
            : StubWriter.Write(model.Class);
        return new EmbedderSource(ClassFrame.FileName(model.Class, model.Clash?.Number ?? 1), text);
    }
}
