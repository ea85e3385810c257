using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Pipeline;
using BertGen.Generator.Diagnostics;
using BertGen.Generator.Options;

namespace BertGen.Generator.Checking.Pipeline;

/// <summary>Reads the configs of the modules behind the first one, and checks their numbers against each other.</summary>
/// <param name="folder">The model.</param>
/// <param name="modules">The list of modules.</param>
/// <param name="options">What the attribute says.</param>
/// <param name="findings">Where problems go.</param>
/// <param name="pieceWidth">Values in the vector of a piece.</param>
/// <param name="sentenceWidth">Values in a sentence vector that is there before these modules; 0 for none.</param>
internal sealed class ModuleReader(ModelFolder folder, ModulesFile modules, EmbedderOptions options, List<Finding> findings, int pieceWidth, int sentenceWidth = 0)
{
    /// <summary>The width of a vector that is there, but whose size is not known.</summary>
    public const int AnyWidth = -1;

    private const string Sentence = "sentence_embedding";
    private const string Pieces = "token_embeddings";
    private const string InputKey = "module_input_name";
    private const string OutputKey = "module_output_name";

    private static readonly Dictionary<string, Pooling> Modes = new(StringComparer.Ordinal)
    {
        ["cls"] = Pooling.Cls,
        ["max"] = Pooling.Max,
        ["mean"] = Pooling.Mean,
        ["mean_sqrt_len_tokens"] = Pooling.MeanSqrtLength,
        ["weightedmean"] = Pooling.WeightedMean,
        ["lasttoken"] = Pooling.LastToken,
    };

    /// <summary>Keys of the old form, in the order in which their vectors are joined.</summary>
    private static readonly string[] ModeKeys =
    [
        "pooling_mode_cls_token", "pooling_mode_max_tokens", "pooling_mode_mean_tokens", "pooling_mode_mean_sqrt_len_tokens",
        "pooling_mode_weightedmean_tokens", "pooling_mode_lasttoken",
    ];

    /// <summary>Whether a module may make the scores of a classifier of the sentence vector.</summary>
    public bool Scores { get; init; }

    /// <summary>Whether modules that do not say so work on the vectors of pieces, because there is no other.</summary>
    public bool OnPieces { get; init; }

    private readonly List<SentenceModule> _read = [];
    private int _pieceWidth = pieceWidth;

    /// <summary>Values in the sentence vector; 0 before there is one.</summary>
    public int Width { get; private set; } = sentenceWidth;

    public EquatableArray<SentenceModule> Read => _read.ToEquatable();

    /// <summary>Reads a module.</summary>
    public void Add(PipelineModule module)
    {
        switch (module.Type)
        {
            case "Pooling":
                AddPooling(module);
                break;
            case "Dense":
                AddDense(module);
                break;
            case "LayerNorm":
                AddLayerNorm(module);
                break;
            case "Normalize":
                AddNormalize(module);
                break;
        }
    }

    private void AddPooling(PipelineModule module)
    {
        if (Width > 0)
        {
            Report(module, Descriptors.ModuleList, "a second Pooling makes the sentence vector anew; expected one");
            return;
        }

        if (options.Pooling is { } chosen && folder.SettingsAt(PathOf(module)) is null)
        {
            // What the file would say is chosen.
            Width = _pieceWidth;
            _read.Add(new PoolingModule([chosen], _pieceWidth, true));
            return;
        }

        if (Config(module) is not { } keys)
        {
            Width = _pieceWidth;
            return;
        }

        keys.CheckNames(Descriptors.UnknownKey, ["embedding_dimension", "word_embedding_dimension", "pooling_mode", "include_prompt", .. ModeKeys]);
        if (keys.Size("embedding_dimension", "word_embedding_dimension") is { } dimension && dimension != _pieceWidth)
        {
            string key = keys.File.Find("embedding_dimension") is null ? "word_embedding_dimension" : "embedding_dimension";
            keys.Report(Descriptors.PoolingWidth, key, key, NumberText.Plain(dimension), NumberText.Plain(_pieceWidth));
        }

        Pooling[] modes = options.Pooling is { } given ? [given] : ReadModes(keys);
        Width = _pieceWidth * Math.Max(1, modes.Length);
        _read.Add(new PoolingModule(modes.ToEquatable(), _pieceWidth, keys.Truthy("include_prompt", missing: true)));
    }

    private static Pooling[] ReadModes(ModuleKeys keys)
    {
        const string Key = "pooling_mode";
        if (keys.File.Find(Key) is not { } mode)
        {
            Pooling[] old = [.. ModeKeys.Where(key => keys.Truthy(key, missing: false)).Select(OfOldKey)];
            return old.Length == 0 ? [Pooling.Mean] : old;
        }

        Setting[] names = mode.Kind == SettingKind.Array ? [.. mode.Items] : [mode];
        if (names.Length == 0 || names.FirstOrDefault(name => name.AsText is null || !Modes.ContainsKey(name.Text)) is not null)
        {
            string found = names.FirstOrDefault(name => name.AsText is null || !Modes.ContainsKey(name.Text))?.Described ?? "an empty list";
            keys.Report(Descriptors.PoolingUnsupported, Key, found, string.Join(", ", Modes.Keys));
            return [Pooling.Mean];
        }

        return [.. names.Select(name => Modes[name.Text])];
    }

    private static Pooling OfOldKey(string key)
    {
        string name = key.Substring("pooling_mode_".Length);
        return Modes.TryGetValue(name, out Pooling mode) ? mode : Modes[name.Substring(0, name.LastIndexOf('_'))];
    }

    private void AddDense(PipelineModule module)
    {
        if (Config(module) is not { } keys)
        {
            return;
        }

        keys.CheckNames(
            Descriptors.IgnoredKey, "in_features", "out_features", "bias", "activation_function", InputKey, OutputKey, "use_residual");
        int? inputs = keys.Size("in_features"), outputs = keys.Size("out_features");
        string? activation = ReadActivation(keys);
        if (Direction(module, keys) is not { } onPieces || inputs is null || outputs is null)
        {
            return;
        }

        CheckSize(keys, "in_features", inputs.Value, onPieces);
        if (onPieces && activation is "Softmax" or "Softmin" or "LogSoftmax")
        {
            keys.Report(Descriptors.DenseActivation, "activation_function", activation!, "is taken over the texts of a batch where it works on the vectors of pieces");
        }

        (_pieceWidth, Width) = onPieces ? (outputs.Value, Width) : (_pieceWidth, outputs.Value);
        _read.Add(new DenseModule(
            module.Path, inputs.Value, outputs.Value, activation ?? "Tanh", keys.Truthy("bias", missing: true), keys.Truthy("use_residual", missing: false), onPieces));
    }

    private static string? ReadActivation(ModuleKeys keys)
    {
        const string Key = "activation_function";
        Setting? setting = keys.File.Find(Key);
        if (setting is null)
        {
            return null;
        }

        string? name = TorchActivations.NameOf(setting.AsText);
        if (name is not null && TorchActivations.Names.Contains(name))
        {
            return name;
        }

        string problem = setting.AsText is null ? "is no name of a class of torch"
            : name is null ? "does not begin with torch., so that sentence-transformers takes Tanh in its place, with no more than a warning"
            : "is not one of those that can be compiled: " + string.Join(", ", TorchActivations.Names);
        keys.Report(Descriptors.DenseActivation, Key, setting.AsText ?? setting.Described, problem);
        return null;
    }

    private void AddLayerNorm(PipelineModule module)
    {
        if (Config(module) is not { } keys || keys.Size("dimension") is not { } dimension)
        {
            return;
        }

        keys.CheckNames(Descriptors.IgnoredKey, "dimension");
        if (NeedsSentence(module))
        {
            CheckSize(keys, "dimension", dimension, onPieces: false);
            _read.Add(new LayerNormModule(module.Path, dimension));
        }
    }

    private void AddNormalize(PipelineModule module)
    {
        // Neither the file nor its folder need be there.
        SettingsFile file = folder.SettingsAt(PathOf(module)) ?? new SettingsFile(PathOf(module), [], []);
        if (Direction(module, new ModuleKeys(file, findings)) is { } onPieces)
        {
            _read.Add(new NormalizeModule(onPieces));
        }
    }

    /// <summary>Whether a module works on the vectors of pieces; null where it has no effect on what is returned, or cannot be compiled.</summary>
    private bool? Direction(PipelineModule module, ModuleKeys keys)
    {
        string input = keys.Text(InputKey) ?? (OnPieces ? Pieces : Sentence);
        string output = keys.Text(OutputKey) ?? input;
        if (input == Pieces && output == Pieces)
        {
            return true;
        }

        if (input == Sentence && (output == Sentence || (Scores && output == "scores")))
        {
            return NeedsSentence(module) ? false : null;
        }

        if (input is not (Sentence or Pieces) || output is Sentence or Pieces)
        {
            Report(module, Descriptors.ModuleList, $"it makes \"{output}\" of \"{input}\"; only \"{Sentence}\" and \"{Pieces}\" can be worked on, each in its place");
        }

        return null;
    }

    private bool NeedsSentence(PipelineModule module)
    {
        if (Width != 0)
        {
            return true;
        }

        Report(module, Descriptors.ModuleList, "it works on the sentence vector, which no module before it makes");
        return false;
    }

    private void CheckSize(ModuleKeys keys, string key, int found, bool onPieces)
    {
        int expected = onPieces ? _pieceWidth : Width;
        if (expected != AnyWidth && found != expected)
        {
            keys.Report(Descriptors.ModuleSize, key, key, NumberText.Plain(found), NumberText.Plain(expected));
        }
    }

    private ModuleKeys? Config(PipelineModule module)
    {
        string path = PathOf(module);
        if (folder.SettingsAt(path) is { } file)
        {
            findings.AddRange(file.Findings);
            return new ModuleKeys(file, findings);
        }

        if (!folder.Files.OfType<UnreadableFile>().Any(unreadable => PathText.AreSame(unreadable.Path, path)))
        {
            Report(module, Descriptors.ModuleFileMissing, module.Path + "/" + ModelFileReader.ConfigName, module.Type);
        }

        return null;
    }

    private string PathOf(PipelineModule module) => PathText.Combine(folder.Root, module.Path + "/" + ModelFileReader.ConfigName);

    private void Report(PipelineModule module, Microsoft.CodeAnalysis.DiagnosticDescriptor descriptor, params string[] arguments) =>
        findings.Add(Finding.Of(
            descriptor,
            Place.Key(modules.Path, ModulesReader.KeyOf(module.Index)),
            descriptor == Descriptors.ModuleList ? [module.FullType, .. arguments] : arguments));
}
