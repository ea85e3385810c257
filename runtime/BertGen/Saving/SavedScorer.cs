using BertGen.Engine.Pipeline;

namespace BertGen.Saving;

/// <summary>Writes what makes scores of a classifier's logits, in the form that a CrossEncoder of sentence-transformers 6 has: limit, prompts, function and tokenizer.</summary>
internal static class SavedScorer
{
    /// <summary>Writes the files.</summary>
    /// <param name="target">Where they go.</param>
    /// <param name="plan">What the folder said of scores.</param>
    /// <param name="info">The model.</param>
    /// <param name="texts">The files of its tokenizer.</param>
    /// <param name="root">The folder that it was loaded from, which has the weights of modules behind the encoder.</param>
    /// <returns>Their names, but for those that every saved model has.</returns>
    public static IEnumerable<string> Write(FolderReplacement target, ScorePlan plan, BertModelInfo info, ModelTexts texts, string root)
    {
        bool hasModules = plan.Modules.Count > 0;
        int limit = plan.Limit == 0 ? info.PositionCount : Math.Min(plan.Limit, info.PositionCount);
        string[] names =
        [
            .. LibraryFiles.WriteTokenizer(target, texts, info, limit), LibraryFiles.Modules, LibraryFiles.Encoder, LibraryFiles.Sentences,
            .. SavedModules.Write(target, root, plan.Modules, "scores"),
        ];
        target.Add(LibraryFiles.Modules, stream => LibraryFiles.WriteModules(stream, [("", LibraryFiles.Base + "transformer.Transformer"), .. SavedModules.List(plan.Modules)]));
        target.Add(LibraryFiles.Encoder, stream => SavedTexts.WriteObject(stream, json =>
        {
            LibraryFiles.WriteLimits(json, plan.Limit, plan.LowercasesFirst, info);
            LibraryFiles.WriteTask(
                json,
                hasModules ? "feature-extraction" : "sequence-classification",
                hasModules ? "last_hidden_state" : "logits",
                hasModules ? "token_embeddings" : "scores");
        }));
        target.Add(LibraryFiles.Sentences, stream => SavedTexts.WriteObject(stream, json =>
        {
            LibraryFiles.WriteModel(json, "CrossEncoder", plan.Prompts);
            json.WriteString("default_prompt_name", plan.DefaultPrompt);
            json.WriteString("activation_fn", SavedModules.ActivationOf(plan.Function));
        }));
        return names;
    }
}
