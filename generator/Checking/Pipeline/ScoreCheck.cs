using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Pipeline;
using BertGen.Generator.Diagnostics;
using BertGen.Generator.Options;

namespace BertGen.Generator.Checking.Pipeline;

/// <summary>Reads what a folder says of the scores of its classifier: limit, prompts, and the function that logits go through.</summary>
internal sealed class ScoreCheck(EmbedderOptions options, ModelFolder folder, List<Finding> findings)
{
    public const string ScorerType = "CrossEncoder";

    private const string LabelsKey = "id2label";
    private const string FunctionKey = "activation_fn";
    private const string Task = "sequence-classification";
    private const string Output = "logits";
    private const string OutputName = "scores";

    /// <summary>The settings of a classifier.</summary>
    /// <param name="config">The encoder and its labels.</param>
    /// <param name="modules">What makes logits of the vectors of pieces, where no head of the model does.</param>
    public ScoreSettings Check(EncoderConfig config, EquatableArray<SentenceModule> modules)
    {
        // The files of a pipeline are read only where they are those of a CrossEncoder; else the library passes over them.
        bool hasModules = folder.InRoot<ModulesFile>() is not null;
        SettingsFile? sentences = hasModules ? folder.SettingsAt(folder.Root + "/" + ModelFileReader.SentencesName) : null;
        bool isScorer = sentences?.Find(PromptCheck.TypeKey)?.AsText == ScorerType;
        var limits = modules.Count > 0 ? new LimitCheck(options, findings, config) : new LimitCheck(options, findings, config) { Task = Task, Output = Output, OutputName = OutputName };
        SentencePipeline limited = limits.Apply(new SentencePipeline { Modules = [] }, isScorer ? SentenceFiles.Find(folder) : null, folder.Beside<TokenizerFile>());

        PipelineCheck.WarnOfLeftPadding(folder.Beside<TokenizerFile>(), findings);
        if (config.Labels.Count == 0)
        {
            findings.Add(Finding.Of(Descriptors.KeyType, Place.Key(folder.Config.Path, LabelsKey), LabelsKey, "the labels of the classifier", "none"));
        }

        // Pairs have no windows: what a window has no room for is cut.
        int limit = options.MaxPieces is { } window && (limited.Limit == 0 || limited.Limit > window) ? window : limited.Limit;
        var settings = new ScoreSettings { Limit = limit, LowercasesFirst = limited.LowercasesFirst, Function = FunctionOf(config, isScorer ? sentences : null), Modules = modules };
        if (!isScorer)
        {
            return settings;
        }

        findings.AddRange(sentences!.Findings);
        (EquatableArray<SentencePrompt> prompts, string? name) = new PromptCheck(findings).ReadPrompts(sentences, roles: []);
        return settings with { Prompts = prompts, DefaultPrompt = name };
    }

    // A name in the first file that is no path of torch is passed over; one in the config ends the search.
    private string FunctionOf(EncoderConfig config, SettingsFile? sentences)
    {
        string usual = config.Labels.Count == 1 ? "Sigmoid" : "Identity";
        string? first = TorchActivations.NameOf(sentences?.Find(FunctionKey)?.AsText);
        string? name = first ?? TorchActivations.NameOf(config.ScoreFunction);
        if (name is null || TorchActivations.Names.Contains(name))
        {
            return name ?? usual;
        }

        Place place = first is null ? Place.Key(folder.Config.Path, "") : sentences!.At(FunctionKey);
        string path = first is null ? config.ScoreFunction! : sentences!.Find(FunctionKey)!.Text;
        findings.Add(Finding.Of(Descriptors.ScoreFunction, place, path, string.Join(", ", TorchActivations.Names)));
        return usual;
    }
}
