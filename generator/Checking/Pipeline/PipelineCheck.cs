using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Pipeline;
using BertGen.Generator.Diagnostics;
using BertGen.Generator.Options;

namespace BertGen.Generator.Checking.Pipeline;

/// <summary>
/// Reads the sentence-transformers files of the folder, and reconciles them with the options: an option that was given wins, and a
/// contradiction is a warning that names both places. What the library would do and the runtime does not is an error.
/// </summary>
internal sealed class PipelineCheck(EmbedderOptions options, ModelFolder folder, List<Finding> findings)
{
    private const string TransformerType = "Transformer";

    private static readonly string[] Behind = ["Pooling", "Dense", "LayerNorm", "Normalize", "Dropout"];
    private static readonly string[] FirstTypes = [TransformerType];

    private readonly ModulesFile? _modules = folder.InRoot<ModulesFile>();
    private readonly SettingsFile? _sentences = folder.SettingsAt(folder.Root + "/" + ModelFileReader.SentencesName);

    /// <summary>The pipeline; null where the class has no <c>Embed</c>.</summary>
    /// <param name="config">The encoder.</param>
    /// <param name="head">The head that is compiled; a classifier needs no modules.</param>
    public SentencePipeline? Check(EncoderConfig config, Head head)
    {
        bool isClassifier = head == Head.SequenceClassification;
        int hiddenSize = config.HiddenSize;
        bool isAsked = options.Pooling is not null and not Pooling.None;
        if (options is { Normalize: true } && !isAsked && (_modules is null || options.Pooling == Pooling.None))
        {
            findings.Add(Finding.Of(Descriptors.NormalizeAlone, Place.Argument(nameof(options.Normalize))));
        }

        if (options.Pooling is null && new SpecialPipelines(options, folder, findings, CheckList).Check(config, head, _modules, _sentences) is var (isOne, other) && isOne)
        {
            return other is null ? null : Finish(other, folder.Beside<TokenizerFile>());
        }

        bool isOnlyClassifier = isClassifier && !isAsked && _modules is { Modules.Count: < 2 };
        if (isOnlyClassifier && (_modules!.Modules.Count == 0 || _sentences?.Find(PromptCheck.TypeKey)?.AsText == ScoreCheck.ScorerType))
        {
            CheckList(isPoolingGiven: false, FirstTypes, Behind);
        }

        if (options.Pooling == Pooling.None || isOnlyClassifier || (_modules is null && !isAsked))
        {
            return null;
        }

        TokenizerFile? tokenizer = folder.Beside<TokenizerFile>();
        var limits = new LimitCheck(options, findings, config);
        if (_modules is null)
        {
            // As the library does with such a folder: the other files of a pipeline are not read.
            SentenceModule[] plain = [new PoolingModule([options.Pooling!.Value], hiddenSize, true), .. options.Normalize == true ? [new NormalizeModule(false)] : Array.Empty<SentenceModule>()];
            SparseSettings? sparse = head == Head.MaskedLanguage ? new SparseSettings() : null;
            return Finish(limits.Apply(new SentencePipeline { Modules = plain.ToEquatable(), Width = hiddenSize, Sparse = sparse }, null, tokenizer), tokenizer);
        }

        int errors = findings.Count(finding => finding.IsError);
        findings.AddRange(_modules.Findings);
        findings.AddRange(_sentences?.Findings ?? []);
        if (findings.Count(finding => finding.IsError) > errors || !CheckType() || !CheckList(isAsked, FirstTypes, Behind))
        {
            return null;
        }

        var reader = new ModuleReader(folder, _modules, options, findings, hiddenSize);
        foreach (PipelineModule module in _modules.Modules.Skip(1))
        {
            reader.Add(module);
        }

        if (reader.Read.OfType<PoolingModule>().FirstOrDefault() is not { } pooling)
        {
            if (reader.Width == 0 && findings.Count(finding => finding.IsError) == errors)
            {
                Report(_modules.Modules[0], Descriptors.ModuleList, "no module behind it makes a sentence vector; expected a Pooling");
            }

            return null;
        }

        WarnOfPooling(pooling);
        var pipeline = new SentencePipeline { Modules = Normalized(reader.Read), Width = reader.Width };
        pipeline = limits.Apply(pipeline, SentenceFiles.Find(folder), tokenizer);
        pipeline = _sentences is null ? pipeline : new PromptCheck(findings).Apply(pipeline, _sentences);
        return Finish(pipeline, tokenizer);
    }

    /// <summary>The pipeline of a table of the weights of tokens; null where it cannot be compiled.</summary>
    public SentencePipeline? CheckSparseTable()
    {
        int errors = findings.Count(finding => finding.IsError);
        findings.AddRange(_modules!.Findings);
        findings.AddRange(_sentences?.Findings ?? []);
        if (findings.Count(finding => finding.IsError) > errors || !CheckList(isPoolingGiven: false, [StaticCheck.SparseType], []))
        {
            return null;
        }

        if (_sentences?.Find(PromptCheck.TypeKey)?.AsText is not SparseCheck.EncoderType and var type)
        {
            findings.Add(Finding.Of(Descriptors.ModelType, _sentences is null ? Place.Key(_modules.Path, "") : _sentences.At(PromptCheck.TypeKey), type ?? PromptCheck.EmbedderType));
            return null;
        }

        var settings = new SparseSettings { MaxActive = new SparseCheck(options, folder, findings).MaxActive(_sentences!) };
        return new PromptCheck(findings).Apply(new SentencePipeline { Modules = [], Sparse = settings }, _sentences!, usual: "Dot") with { Dimensions = null };
    }

    /// <summary>The pipeline behind a table of static vectors; null where it cannot be compiled.</summary>
    /// <param name="width">Values in a vector of the table; 0 where that is not known.</param>
    public SentencePipeline? CheckStatic(int width)
    {
        int errors = findings.Count(finding => finding.IsError);
        findings.AddRange(_modules!.Findings);
        findings.AddRange(_sentences?.Findings ?? []);
        if (findings.Count(finding => finding.IsError) > errors || !CheckType() || !CheckList(isPoolingGiven: false, [StaticCheck.ModuleType], [.. Behind.Where(type => type != "Pooling")]))
        {
            return null;
        }

        var reader = new ModuleReader(folder, _modules, options, findings, 0, width == 0 ? ModuleReader.AnyWidth : width);
        foreach (PipelineModule module in _modules.Modules.Skip(1))
        {
            reader.Add(module);
        }

        var pipeline = new SentencePipeline { Modules = Normalized(reader.Read), Width = Math.Max(reader.Width, 0) };
        return Finish(_sentences is null ? pipeline : new PromptCheck(findings).Apply(pipeline, _sentences), tokenizer: null);
    }

    private SentencePipeline Finish(SentencePipeline pipeline, TokenizerFile? tokenizer)
    {
        WarnOfLeftPadding(tokenizer, findings);
        if (options.Dimensions is { } given)
        {
            if (given < 1 || (pipeline.Width > 0 && given > pipeline.Width))
            {
                findings.Add(Finding.Of(Descriptors.DimensionsOption, Place.Argument(nameof(options.Dimensions)), NumberText.Plain(given), NumberText.Plain(pipeline.Width)));
            }

            pipeline = pipeline with { Dimensions = given };
        }

        return pipeline;
    }

    /// <summary>Warns of a tokenizer that pads on the left, where what is computed of a text would depend on the others.</summary>
    public static void WarnOfLeftPadding(TokenizerFile? tokenizer, List<Finding> findings)
    {
        Finding? finding = tokenizer is not null && Settings.Find(tokenizer.Settings, "padding_side")?.AsText == "left" ? Finding.Of(Descriptors.LeftPadding, Place.Key(tokenizer.Path, "padding_side")) : null;
        if (finding is not null && !findings.Contains(finding))
        {
            findings.Add(finding);
        }
    }

    /// <summary>The modules of a classifier that is a list of them, the last of which makes its logits; none where the folder is another.</summary>
    /// <param name="config">The encoder.</param>
    public EquatableArray<SentenceModule> ScoringModules(EncoderConfig config)
    {
        if (options.Pooling is not null || _modules is not { Modules.Count: > 2 } || _modules.Findings.Count > 0 || _sentences?.Find(PromptCheck.TypeKey)?.AsText != ScoreCheck.ScorerType
            || !IsScored(_modules.Modules[_modules.Modules.Count - 1]) || !CheckList(isPoolingGiven: false, FirstTypes, Behind))
        {
            return [];
        }

        var reader = new ModuleReader(folder, _modules, options, findings, config.HiddenSize) { Scores = true };
        foreach (PipelineModule module in _modules.Modules.Skip(1))
        {
            reader.Add(module);
        }

        return reader.Read;
    }

    /// <summary>Whether the folder is one of sentence vectors.</summary>
    private bool CheckType()
    {
        string? type = _sentences?.Find(PromptCheck.TypeKey)?.AsText;
        if (type is null or PromptCheck.EmbedderType || options.Pooling is not null || _modules!.Modules.Count == 0)
        {
            return true; // an empty list is reported as one
        }

        bool scores = type == ScoreCheck.ScorerType && (_modules.Modules.Count == 1 || IsScored(_modules.Modules[_modules.Modules.Count - 1]));
        if (!scores)
        {
            findings.Add(Finding.Of(Descriptors.ModelType, _sentences!.At(PromptCheck.TypeKey), type));
        }

        return false;
    }

    private bool IsScored(PipelineModule module) =>
        folder.SettingsAt(PathText.Combine(folder.Root, module.Path + "/" + ModelFileReader.ConfigName))?.Find("module_output_name")?.AsText == "scores";

    private bool CheckList(bool isPoolingGiven, string[] firstTypes, string[] behind)
    {
        EquatableArray<PipelineModule> modules = _modules!.Modules;
        if (modules.Count == 0)
        {
            findings.Add(Finding.Of(Descriptors.ModuleList, Place.Key(_modules.Path, ""), PathText.FileName(_modules.Path), $"it lists no module; expected a {firstTypes[0]} first"));
            return false;
        }

        int errors = findings.Count;
        foreach (PipelineModule module in modules)
        {
            if (module.Path.Split('/', '\\').Contains("..") || PathText.IsRooted(module.Path))
            {
                Report(module, Descriptors.ModuleList, $"its path '{module.Path}' leads out of the folder of the model");
            }

            if (module.Index == 0 && firstTypes[0] == TransformerType && !PathText.AreSame(PathText.Combine(folder.Root, module.Path), folder.Path))
            {
                Report(module, Descriptors.ModuleFileMissing, module.Path + "/" + ModelFileReader.ConfigName, module.Type);
            }

            if (modules.FirstOrDefault(other => other.Index < module.Index && other.Name == module.Name) is { } first)
            {
                Report(module, Descriptors.ModuleList, $"it has the name \"{module.Name}\" of the module '{first.FullType}', and would take its place in silence");
            }

            bool isKnown = IsOfLibrary(module) && (module.Index == 0 ? firstTypes : behind).Contains(module.Type);
            if (!isKnown && !(isPoolingGiven && module.Index > 0))
            {
                string hint = module.Index == 0 && IsOfFirstVersions(module.Type) ? "; that is a type of the first versions: write sentence_transformers.models.Transformer" : "";
                Report(module, Descriptors.ModuleUnsupported, module.FullType, hint);
            }
        }

        return findings.Count == errors;
    }

    // They had a class for each family.
    private static bool IsOfFirstVersions(string type) => type.IndexOf("BERT", StringComparison.OrdinalIgnoreCase) >= 0 || type == "XLNet";

    // The one exception that the library itself makes.
    private static bool IsOfLibrary(PipelineModule module) =>
        module.FullType.StartsWith("sentence_transformers.", StringComparison.Ordinal) || module.FullType == MultiVectorCheck.ForeignDense;

    private void WarnOfPooling(PoolingModule pooling)
    {
        if (options.Pooling is not { } given)
        {
            return;
        }

        // The folder's own, read without the option.
        var saved = new ModuleReader(folder, _modules!, options with { Pooling = null }, [], 0);
        saved.Add(_modules!.Modules.First(module => module.Type == "Pooling"));
        if (saved.Read.OfType<PoolingModule>().FirstOrDefault() is { } own && !own.Modes.Equals(pooling.Modes))
        {
            Contradicts(nameof(options.Pooling), given.ToString(), "pooling", string.Join(" and ", own.Modes));
        }
    }

    private EquatableArray<SentenceModule> Normalized(EquatableArray<SentenceModule> modules)
    {
        if (options.Normalize is not { } given)
        {
            return modules;
        }

        bool saved = modules.Any(module => module is NormalizeModule { OnPieces: false });
        if (saved != given)
        {
            Contradicts(nameof(options.Normalize), given ? "true" : "false", "normalisation", saved ? "yes" : "no");
        }

        return !given ? modules.Where(module => module is not NormalizeModule { OnPieces: false }).ToEquatable()
            : modules.Count > 0 && modules[modules.Count - 1] is NormalizeModule { OnPieces: false } ? modules
            : modules.Append(new NormalizeModule(false)).ToEquatable();
    }

    private void Contradicts(string option, string given, string subject, string saved) =>
        findings.Add(Finding.Of(
            Descriptors.PoolingContradiction,
            Place.Argument(option),
            $"{option} is {given}",
            $"the {subject} in {ModelFileReader.ModulesName} of '{options.Model}'",
            saved));

    private void Report(PipelineModule module, Microsoft.CodeAnalysis.DiagnosticDescriptor descriptor, params string[] arguments) =>
        findings.Add(Finding.Of(
            descriptor,
            Place.Key(_modules!.Path, ModulesReader.KeyOf(module.Index)),
            descriptor == Descriptors.ModuleList ? [module.FullType, .. arguments] : arguments));
}
