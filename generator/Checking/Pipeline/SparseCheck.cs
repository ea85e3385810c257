using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Pipeline;
using BertGen.Generator.Diagnostics;
using BertGen.Generator.Options;

namespace BertGen.Generator.Checking.Pipeline;

/// <summary>Reads the folder of a SparseEncoder: the masked-language head, and how its logits become one vector.</summary>
/// <param name="options">What the attribute says.</param>
/// <param name="folder">The folder.</param>
/// <param name="findings">Where problems go.</param>
internal sealed class SparseCheck(EmbedderOptions options, ModelFolder folder, List<Finding> findings)
{
    public const string EncoderType = "SparseEncoder";
    public const string MaxActiveKey = "max_active_dims";

    private const string StrategyKey = "pooling_strategy";
    private const string FunctionKey = "activation_function";

    private const string Task = "fill-mask";

    /// <summary>The first versions have a type of their own for encoders with the head, which needs no word of the task.</summary>
    private const string OldType = "MLMTransformer";

    public static readonly string[] FirstTypes = ["Transformer", OldType];
    public static readonly string[] Behind = ["SpladePooling"];

    /// <summary>A folder that is that of the model alone: as the library loads it.</summary>
    public SentencePipeline Plain(EncoderConfig config) =>
        Limits(config).Apply(new SentencePipeline { Modules = [], Similarity = "Dot", Sparse = new SparseSettings(), AreTextsOptional = true }, null, folder.Beside<TokenizerFile>());

    /// <summary>A folder with a list of modules; null where it cannot be compiled.</summary>
    public SentencePipeline? Check(EncoderConfig config, ModulesFile modules, SettingsFile sentences)
    {
        if (modules.Modules.Count != 2)
        {
            findings.Add(Finding.Of(
                Descriptors.ModuleList,
                Place.Key(modules.Path, ModulesReader.KeyOf(modules.Modules.Count - 1)),
                modules.Modules[modules.Modules.Count - 1].FullType,
                "a sparse vector is made by one SpladePooling behind the Transformer"));
            return null;
        }

        var pipeline = new SentencePipeline { Modules = [], Sparse = ReadPooling(modules.Modules[1], modules) with { MaxActive = MaxActive(sentences) } };
        pipeline = Limits(config, modules.Modules[0].Type).Apply(pipeline, SentenceFiles.Find(folder), folder.Beside<TokenizerFile>());
        return new PromptCheck(findings).Apply(pipeline, sentences, usual: "Dot") with { Dimensions = null };
    }

    /// <summary>A folder with a Router: the texts of some roles go through a table and those of others through the model; null where it cannot be compiled.</summary>
    public SentencePipeline? CheckRouter(EncoderConfig config, ModulesFile modules, SettingsFile sentences)
    {
        PipelineModule module = modules.Modules[0];
        string path = PathText.Combine(folder.Root, module.Path);
        if (folder.SettingsAt(path + "/" + ModelFileReader.RouterName) is not { } router)
        {
            findings.Add(Finding.Of(Descriptors.ModuleFileMissing, Place.Key(modules.Path, ModulesReader.KeyOf(0)), ModelFileReader.RouterName, module.Type));
            return null;
        }

        findings.AddRange(router.Findings);
        string[] roles = ["query", "document"];
        IReadOnlyList<PipelineModule>?[] routes = [.. roles.Select(role => RouterFolder.Route(router, role))];
        PipelineModule[] tables = [.. routes.Where(route => IsTable(route)).Select(route => route![0])];
        PipelineModule[] poolings = [.. routes.Where(route => IsModel(route)).Select(route => route![1])];
        string? usual = router.Find("parameters")?.Find("default_route")?.AsText;
        if (tables.Length != 1 || poolings.Length != 1 || router.Find("structure")!.Items.Count != roles.Length || (usual is not null && !roles.Contains(usual)))
        {
            findings.Add(Finding.Of(
                Descriptors.ModuleList,
                Place.Key(modules.Path, ModulesReader.KeyOf(0)),
                module.FullType,
                "only two routes can be compiled, \"query\" and \"document\", one of a SparseStaticEmbedding and one of a Transformer with a SpladePooling"));
            return null;
        }

        string tableRole = IsTable(routes[0]) ? "Query" : "Document";
        string[] tableRoles = string.Equals(usual, tableRole, StringComparison.OrdinalIgnoreCase) ? [tableRole, "None"] : [tableRole];
        string before = module.Path.Length == 0 ? "" : module.Path + "/";
        SparseSettings settings = ReadPooling(poolings[0] with { Path = before + poolings[0].Path }, modules) with
        {
            MaxActive = MaxActive(sentences),
            TableFolder = before + tables[0].Path,
            TableRoles = tableRoles.ToEquatable(),
        };
        string type = routes.First(route => IsModel(route))![0].Type;
        SentencePipeline pipeline = Limits(config, type).Apply(new SentencePipeline { Modules = [], Sparse = settings }, SentenceFiles.Find(folder), folder.Beside<TokenizerFile>());
        return new PromptCheck(findings).Apply(pipeline, sentences, usual: "Dot") with { Dimensions = null };
    }

    private static bool IsTable(IReadOnlyList<PipelineModule>? route) => route is { Count: 1 } && route[0].Type == StaticCheck.SparseType;

    private static bool IsModel(IReadOnlyList<PipelineModule>? route) => route is { Count: 2 } && FirstTypes.Contains(route[0].Type) && Behind.Contains(route[1].Type);

    /// <summary>How many entries of a vector are kept; null for all.</summary>
    public int? MaxActive(SettingsFile sentences)
    {
        var keys = new ModuleKeys(sentences, findings);
        int? most = keys.Integer(MaxActiveKey);
        if (most < 1)
        {
            keys.Report(Descriptors.KeyRange, MaxActiveKey, MaxActiveKey, "1 or more", NumberText.Plain(most.Value));
        }

        return most;
    }

    private SparseSettings ReadPooling(PipelineModule module, ModulesFile modules)
    {
        string path = PathText.Combine(folder.Root, module.Path + "/" + ModelFileReader.ConfigName);
        if (folder.SettingsAt(path) is not { } file)
        {
            findings.Add(Finding.Of(
                Descriptors.ModuleFileMissing, Place.Key(modules.Path, ModulesReader.KeyOf(module.Index)), module.Path + "/" + ModelFileReader.ConfigName, module.Type));
            return new SparseSettings();
        }

        findings.AddRange(file.Findings);
        var keys = new ModuleKeys(file, findings);
        keys.CheckNames(Descriptors.UnknownKey, StrategyKey, FunctionKey, "embedding_dimension", "word_embedding_dimension", "chunk_size");
        return new SparseSettings
        {
            IsSum = Choice(keys, StrategyKey, "max", "sum"),
            IsTwice = Choice(keys, FunctionKey, "relu", "log1p_relu"),
        };
    }

    /// <summary>Whether a key names the other of two.</summary>
    private static bool Choice(ModuleKeys keys, string key, string usual, string other)
    {
        Setting? setting = keys.File.Find(key);
        if (setting is not null && setting.AsText != usual && setting.AsText != other)
        {
            keys.Report(Descriptors.EncoderSetting, key, key, setting.Described, $"\"{usual}\" and \"{other}\"");
        }

        return setting?.AsText == other;
    }

    private LimitCheck Limits(EncoderConfig config, string? type = null) => new(options, findings, config) { Output = "logits", Task = Task, AbsentTask = type is null or OldType ? Task : LimitCheck.UsualTask };
}
