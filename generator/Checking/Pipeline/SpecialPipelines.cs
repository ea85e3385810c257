using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Pipeline;
using BertGen.Generator.Diagnostics;
using BertGen.Generator.Options;

namespace BertGen.Generator.Checking.Pipeline;

/// <summary>Checks the modules of a list.</summary>
/// <param name="isPoolingGiven">Whether those behind the first may be any, because an option says what is done.</param>
/// <param name="firstTypes">What the first may be.</param>
/// <param name="behind">What those behind it may be.</param>
/// <returns>Whether all of them can be compiled.</returns>
internal delegate bool ModuleListCheck(bool isPoolingGiven, string[] firstTypes, string[] behind);

/// <summary>The pipelines that make no sentence vectors: sparse ones, and those of a vector for each piece.</summary>
/// <param name="options">What the attribute says.</param>
/// <param name="folder">The folder.</param>
/// <param name="findings">Where problems go.</param>
/// <param name="checkList">Checks the list of modules.</param>
internal sealed class SpecialPipelines(EmbedderOptions options, ModelFolder folder, List<Finding> findings, ModuleListCheck checkList)
{
    /// <summary>The pipeline of such a folder.</summary>
    /// <param name="config">The encoder.</param>
    /// <param name="head">The head that is compiled.</param>
    /// <param name="modules">The list of modules; null where there is none.</param>
    /// <param name="sentences">What the folder says of texts; null where it says nothing.</param>
    /// <returns>Whether the folder is one, and its pipeline; null where it cannot be compiled.</returns>
    public (bool IsOne, SentencePipeline? Pipeline) Check(EncoderConfig config, Head head, ModulesFile? modules, SettingsFile? sentences)
    {
        if (modules is null)
        {
            return head == Head.MaskedLanguage ? (true, new SparseCheck(options, folder, findings).Plain(config))
                : config.SavedClass == MultiVectorCheck.OriginalClass ? (true, new MultiVectorCheck(options, folder, findings).Original(config))
                : (false, null);
        }

        switch (sentences?.Find(PromptCheck.TypeKey)?.AsText)
        {
            case SparseCheck.EncoderType when modules.Modules.Count == 1 && modules.Modules[0].Type == RouterFolder.ModuleType:
                return (true, IsSound(modules, sentences, [RouterFolder.ModuleType], []) ? new SparseCheck(options, folder, findings).CheckRouter(config, modules, sentences) : null);
            case SparseCheck.EncoderType:
                return (true, IsSound(modules, sentences, SparseCheck.FirstTypes, SparseCheck.Behind) ? new SparseCheck(options, folder, findings).Check(config, modules, sentences) : null);
            case MultiVectorCheck.EncoderType or MultiVectorCheck.OldEncoderType:
                return (true, IsSound(modules, sentences, ["Transformer"], MultiVectorCheck.Behind) ? new MultiVectorCheck(options, folder, findings).Check(config, modules, sentences) : null);
            default:
                return (false, null);
        }
    }

    private bool IsSound(ModulesFile modules, SettingsFile sentences, string[] firstTypes, string[] behind)
    {
        int errors = findings.Count(finding => finding.IsError);
        findings.AddRange(modules.Findings);
        findings.AddRange(sentences.Findings);
        return findings.Count(finding => finding.IsError) == errors && checkList(false, firstTypes, behind);
    }
}
