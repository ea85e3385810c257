using BertGen.Engine.Pipeline;

namespace BertGen.Saving;

/// <summary>Writes what makes scores of a classifier's logits, in the form that a CrossEncoder of sentence-transformers 6 has: limit, prompts, function and tokenizer.</summary>
internal static class SavedScorer
{
    /// <summary>Writes the files.</summary>
    /// <returns>Their names, but for those that every saved model has.</returns>
    /// <exception cref="NotSupportedException">The logits are made by modules behind the encoder.</exception>
    public static IEnumerable<string> Write(FolderReplacement target, ScorePlan plan, BertModelInfo info, ModelTexts texts)
    {
        if (plan.Modules.Count > 0)
        {
            throw new NotSupportedException("The logits of this model are made by modules behind its encoder, which have no form that is saved. Only models with a classifier of their own are saved.");
        }

        int limit = plan.Limit == 0 ? info.PositionCount : Math.Min(plan.Limit, info.PositionCount);
        string[] names = [.. LibraryFiles.WriteTokenizer(target, texts, info, limit), LibraryFiles.Modules, LibraryFiles.Encoder, LibraryFiles.Sentences];
        target.Add(LibraryFiles.Modules, stream => LibraryFiles.WriteModules(stream, [("", LibraryFiles.Base + "transformer.Transformer")]));
        target.Add(LibraryFiles.Encoder, stream => SavedTexts.WriteObject(stream, json =>
        {
            LibraryFiles.WriteLimits(json, plan.Limit, plan.LowercasesFirst, info);
            LibraryFiles.WriteTask(json, "sequence-classification", "logits", "scores");
        }));
        target.Add(LibraryFiles.Sentences, stream => SavedTexts.WriteObject(stream, json =>
        {
            LibraryFiles.WriteModel(json, "CrossEncoder", plan.Prompts);
            json.WriteString("default_prompt_name", plan.DefaultPrompt);
            json.WriteString("activation_fn", SavedPipeline.ActivationOf(plan.Function));
        }));
        return names;
    }
}
