using BertGen.Common.Texts;
using BertGen.Generator.Architectures;
using BertGen.Generator.Checking.Pipeline;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Pipeline;
using BertGen.Generator.Diagnostics;
using BertGen.Generator.Model;
using BertGen.Generator.Options;

namespace BertGen.Generator.Checking;

/// <summary>
/// The one place that decides whether a class can be compiled. It sees values only; where they were written is looked up
/// when a finding is reported.
/// </summary>
internal sealed class ModelCheck
{
    private readonly EmbedderOptions _options;
    private readonly ProjectFiles _project;
    private readonly TorchReferences _torch;
    private readonly NameClash? _clash;
    private readonly List<Finding> _findings = [];
    private StoredWeights? _weights;

    private ModelCheck(EmbedderOptions options, Surroundings surroundings)
    {
        (_options, _project, _torch) = (options, surroundings.Project, surroundings.Torch);
        _clash = surroundings.Clashes.FirstOrDefault(clash => clash.Second == options.Class.FullName);
    }

    private bool HasErrors => _findings.Exists(finding => finding.IsError);

    public static CheckedModel Check(EmbedderOptions options, Surroundings surroundings)
    {
        // Misuse of the attribute is reported by the analyzer while typing; here it only stops the compilation.
        Finding[] misuses = [.. OptionCheck.Check(options)];
        if (surroundings.OldLanguage is { } version)
        {
            return new CheckedModel(options.Class, Target.Managed, null, new[] { Finding.Of(Descriptors.LanguageVersion, Place.Class, version) }.ToEquatable(), null) { IsLanguageNew = false };
        }

        var check = new ModelCheck(options, surroundings);
        EmbedderSpec? spec = check.Run(isModelNamed: !Array.Exists(misuses, finding => finding.Descriptor.Id == Descriptors.ModelPath.Id));
        bool isBroken = Array.Exists(misuses, finding => finding.IsError) || check.HasErrors;
        if (!isBroken && spec is { Target: Target.TorchSharp })
        {
            check._findings.AddRange(ModuleNameCheck.Check(spec));
            isBroken = check.HasErrors;
        }

        if (!isBroken && spec is not null && check._weights is { } weights)
        {
            // Last, because only a sound model can be planned, and the plan says what tensors are needed.
            check._findings.AddRange(WeightCheck.Check(spec, weights));
            isBroken = check.HasErrors;
        }

        // A class that cannot derive from the library's module gets the members of one that need not.
        bool canBeModule = surroundings.Torch.AreComplete && !options.Class.HasBaseClass;
        Target target = canBeModule ? options.Target : Target.Managed;
        return new CheckedModel(options.Class, target, isBroken ? null : spec, check._findings.ToEquatable(), check._clash);
    }

    private EmbedderSpec? Run(bool isModelNamed)
    {
        if (_clash is not null)
        {
            _findings.Add(Finding.Of(Descriptors.ClassNameClash, Place.Class, _clash.First, _clash.Second));
        }

        if (_options.Target == Target.TorchSharp && !_torch.AreComplete)
        {
            _findings.Add(Finding.Of(Descriptors.TorchSharpMissing, Place.Argument(nameof(_options.Target)), MissingPackages()));
        }

        if (!isModelNamed)
        {
            return null;
        }

        var finder = new ModelFinder(_project);
        if (finder.FindStatic(_options) is { } table)
        {
            return new StaticCheck(_options, table, _project.Folder, _findings).Check();
        }

        if (finder.Find(_options) is not { } folder)
        {
            _findings.Add(NotFound(finder));
            return null;
        }

        _findings.AddRange(folder.Config.Findings);
        _findings.AddRange(folder.Unreadable.SelectMany(file => file.Findings));
        return folder.Config.Config is { } config ? Check(folder, config) : null;
    }

    private EmbedderSpec Check(ModelFolder folder, EncoderConfig config)
    {
        _weights = StoredWeights.Of(folder, _project.Folder);
        _findings.AddRange(ConfigCheck.Check(folder.Config.Path, config));
        int maxPieces = CheckWindow(config);
        CheckMixCount(config);
        CheckFrozen(config);
        Head head = HeadOf(config);
        config = WithLabels(config, head);
        bool isClassifier = head == Head.SequenceClassification;
        SentencePipeline? pipeline = new PipelineCheck(_options, folder, _findings).Check(config, head);
        bool hasMaskedLanguage = CheckMaskedLanguage(folder.Config.Path, config, head, pipeline);
        EquatableArray<SentenceModule> scoring = isClassifier || pipeline is not null ? [] : new PipelineCheck(_options, folder, _findings).ScoringModules(config);
        if (scoring.OfType<DenseModule>().LastOrDefault() is { } last)
        {
            isClassifier = true;
            config = config with { Labels = Enumerable.Range(0, last.Outputs).Select(label => "LABEL_" + NumberText.Plain(label)).ToEquatable() };
        }

        ScoreSettings? scores = isClassifier || head == Head.TokenClassification ? new ScoreCheck(_options, folder, _findings).Check(config, scoring) : null;
        if (_options.MaxPieces is null)
        {
            // Texts of Embed and of pairs are cut where the folder says, and not at the usual window.
            int longest = new[] { pipeline?.Limit, scores?.Limit }.OfType<int>().Select(limit => limit == 0 ? config.MostPieces : limit).Append(maxPieces).Max();
            maxPieces = config.HasPositionLimit ? Math.Min(Math.Max(1, config.MostPieces), longest) : longest;
        }

        if (_options is { EmbedScalarMix: true, TopLayerOnly: false } && pipeline?.Pooling is null)
        {
            Place place = Place.Argument(nameof(_options.EmbedScalarMix));
            _findings.Add(Finding.Of(Descriptors.EmbedMixAlone, place, "the class has no Embed", "set Pooling"));
        }

        TokenizerFile? tokenizer = folder.Beside<TokenizerFile>();
        VocabularyFile? vocabulary = folder.Beside<VocabularyFile>();
        TokenizerDataFile? data = folder.Beside<TokenizerDataFile>();
        if (vocabulary is not null)
        {
            _findings.AddRange(VocabularyCheck.Check(vocabulary, config, ArchitectureList.Of(config).HasBertVocabulary));
        }

        if (pipeline is not null || scores is not null)
        {
            _findings.AddRange(VocabularyCheck.CheckSpelling(_options.Model!, vocabulary, data, tokenizer, config.VocabularySize, needsOne: pipeline is { AreTextsOptional: false } && _weights is not null && !ModelFileReader.IsPrepared(folder.Path)));
        }

        _findings.AddRange(tokenizer?.Findings ?? []);
        bool tokenizerLowers = tokenizer?.Lowercase ?? true;
        bool folderLowers = pipeline?.LowercasesFirst ?? false;
        return new EmbedderSpec
        {
            Class = _options.Class,
            Model = _options.Model!.Replace('\\', '/'),
            Origin = folder.Origin,
            IsPretrained = _options.IsPretrained,
            Config = config,
            TopLayerOnly = _options.TopLayerOnly,
            EmbedsScalarMix = _options.EmbedScalarMix,
            MixWeights = _options.ScalarMixParameters is { } parameters ? Softmax.Of(parameters).ToEquatable() : null,
            MaxPieces = maxPieces,
            NumStartTokens = _options.StartTokens,
            NumEndTokens = _options.EndTokens,
            Target = _options.Target,
            Device = _options.Device ?? Device.Cuda,
            Precision = _options.Precision ?? Precision.Float32,
            HasPooler = CheckPooler(config),
            Scores = scores,
            IsTokenClassifier = head == Head.TokenClassification,
            HasMaskedLanguage = hasMaskedLanguage,
            Training = _options.RequiresGrad
                ? new TrainingOptions(!(_options.FreezeEmbeddings ?? false) && _options.FrozenLayers is null or 0, _options.FrozenLayers ?? 0, _options.Checkpointing ?? false)
                : null,
            Pipeline = pipeline,
            EncoderFolder = folder.EncoderFolder,
            Lowercase = tokenizerLowers || folderLowers,

            // A folder that lowercases before a cased tokenizer does not strip accents on the way.
            StripAccents = tokenizer?.StripAccents ?? (folderLowers && !tokenizerLowers ? false : null),
            SplitChineseCharacters = tokenizer?.SplitChineseCharacters ?? true,
        };
    }

    /// <summary>The head that is compiled: the option, or the class that the config names.</summary>
    private Head HeadOf(EncoderConfig config)
    {
        Architecture architecture = ArchitectureList.Of(config);
        return _options.Head != Head.Default ? _options.Head
            : config.SavedClass == architecture.ClassifierClass ? Head.SequenceClassification
            : config.SavedClass == architecture.TokenClassifierClass ? Head.TokenClassification
            : Head.None;
    }

    // The library gives a classifier one label where the config names none, whatever labels the config has.
    private static EncoderConfig WithLabels(EncoderConfig config, Head head) => head switch
    {
        Head.SequenceClassification when config.SavedClass != ArchitectureList.Of(config).ClassifierClass => config with { Labels = ["LABEL_0"] },
        Head.TokenClassification when config.Labels.Count == 0 => config with { Labels = ["LABEL_0", "LABEL_1"] },
        _ => config,
    };

    private bool CheckMaskedLanguage(string path, EncoderConfig config, Head head, SentencePipeline? pipeline)
    {
        bool isSparse = pipeline?.Sparse is not null;
        if (head != Head.MaskedLanguage && !isSparse)
        {
            return false;
        }

        if (ArchitectureList.Of(config).MaskedLanguage(config) is null)
        {
            _findings.Add(Finding.Of(Descriptors.Architecture, Place.Key(path, "model_type"), "model_type", $"\"{config.ModelType}\"", "a family whose masked-language head is known"));
            return false;
        }

        if (config.TiesDecoder && _options is { RequiresGrad: true, FrozenLayers: null or 0 } && _options.FreezeEmbeddings != true && _options.Target == Target.Managed)
        {
            _findings.Add(Finding.Of(Descriptors.TiedHeadTrained, Place.Argument(nameof(_options.RequiresGrad))));
        }

        return true;
    }

    private string MissingPackages() => string.Join(" and ", new[]
    {
        _torch.HasRuntime ? null : $"<PackageReference Include=\"{TorchReferences.Runtime}\" Version=\"{CompilerVersion.Text}\" />",
        _torch.HasLibrary ? null : "<PackageReference Include=\"TorchSharp-cuda-linux\" Version=\"0.107.0\" /> (or TorchSharp-cuda-windows, or TorchSharp-cpu)",
    }.Where(line => line is not null));

    private bool CheckPooler(EncoderConfig config)
    {
        if (_options.Pooler && !ArchitectureList.Of(config).HasPooler)
        {
            _findings.Add(Finding.Of(Descriptors.PoolerMissing, Place.Argument(nameof(_options.Pooler)), ArchitectureList.Of(config).Title));
        }

        return _options.Pooler;
    }

    private int CheckWindow(EncoderConfig config)
    {
        int maxPieces = _options.MaxPieces ?? Math.Min(WindowSize.Default, Math.Max(1, config.MostPieces));
        if (maxPieces > Math.Max(1, config.MostPieces) && config.HasPositionLimit)
        {
            Place place = Place.Argument(nameof(_options.MaxPieces));
            string positions = NumberText.Plain(config.MostPieces);
            _findings.Add(Finding.Of(Descriptors.WindowAbovePositions, place, NumberText.Plain(maxPieces), positions, ArchitectureList.Of(config).Sizes.Positions));
        }
        else if (_options.MaxPieces is null && config.MostPieces > 0 && maxPieces < WindowSize.Least(_options))
        {
            // The window is as long as the position table allows, so the special pieces are too many.
            string name = _options.NumStartTokens >= _options.EndTokens ? nameof(_options.NumStartTokens) : nameof(_options.NumEndTokens);
            _findings.Add(WindowSize.TooSmall(_options, maxPieces, Place.Argument(name)));
        }

        return maxPieces;
    }

    private void CheckMixCount(EncoderConfig config)
    {
        if (_options is { TopLayerOnly: false, ScalarMixParameters: { Count: > 0 } parameters } && parameters.Count != config.LayerCount)
        {
            Place place = Place.Argument(nameof(_options.ScalarMixParameters));
            string layers = NumberText.Plain(config.LayerCount);
            _findings.Add(Finding.Of(Descriptors.MixCount, place, NumberText.Plain(parameters.Count), layers, ArchitectureList.Of(config).Sizes.Layers));
        }
    }

    private void CheckFrozen(EncoderConfig config)
    {
        if (!_options.RequiresGrad || _options.FrozenLayers is not { } frozen)
        {
            return;
        }

        Place place = Place.Argument(nameof(_options.FrozenLayers));
        bool isMixLearned = !_options.TopLayerOnly && _options.ScalarMixParameters is null;
        if (frozen < 0 || frozen > config.LayerCount)
        {
            _findings.Add(Finding.Of(Descriptors.FrozenLayers, place, NumberText.Plain(frozen), NumberText.Plain(config.LayerCount)));
        }
        else if (!isMixLearned && frozen >= ComputedLayers(config))
        {
            string mix = _options.TopLayerOnly ? nameof(_options.TopLayerOnly) : nameof(_options.ScalarMixParameters);
            _findings.Add(Finding.Of(Descriptors.NothingTrained, place, NumberText.Plain(frozen), mix));
        }
    }

    /// <summary>Layers up to the last one that has a part in the mix.</summary>
    private int ComputedLayers(EncoderConfig config) => _options.ScalarMixParameters is { } parameters
        ? Array.FindLastIndex(Softmax.Of(parameters).ToArray(), weight => weight != 0) + 1
        : config.LayerCount;

    private Finding NotFound(ModelFinder finder)
    {
        string model = _options.Model!.Replace('\\', '/');
        if (_options.IsPretrained)
        {
            return finder.ArchiveProblem(_options) is { } problem
                ? Finding.Of(Descriptors.ArchiveUnreadable, Place.Model, model, problem)
                : Finding.Of(Descriptors.ModelUnknown, Place.Model, model, Hint(model, ArchitectureList.KnownNames));
        }

        IEnumerable<string> folders = _project.Models.OfType<ConfigFile>()
            .Select(file => PathText.Relative(_project.Folder, PathText.Folder(file.Path)));
        string path = PathText.Relative(_project.Folder, PathText.Combine(_project.Folder, model));
        return Finding.Of(Descriptors.ConfigNotFound, Place.Model, model, Hint(path, folders), model);
    }

    private static string Hint(string text, IEnumerable<string> candidates) =>
        EditDistance.Nearest(text, candidates) is { } name ? $"; did you mean '{name}'?" : "";
}
