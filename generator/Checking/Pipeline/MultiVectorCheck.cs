using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Pipeline;
using BertGen.Generator.Diagnostics;
using BertGen.Generator.Options;

namespace BertGen.Generator.Checking.Pipeline;

/// <summary>
/// Reads the folder of a MultiVectorEncoder, in the form of today, in that of PyLate up to version 3, and in that of the original
/// ColBERT: a projection of the vectors of pieces, which of them count, and how queries are filled up.
/// </summary>
/// <param name="options">What the attribute says.</param>
/// <param name="folder">The folder.</param>
/// <param name="findings">Where problems go.</param>
internal sealed class MultiVectorCheck(EmbedderOptions options, ModelFolder folder, List<Finding> findings)
{
    public const string EncoderType = "MultiVectorEncoder";

    /// <summary>As PyLate has it up to version 3.</summary>
    public const string OldEncoderType = "ColBERT";

    /// <summary>What the config of the original names.</summary>
    public const string OriginalClass = "HF_ColBERT";

    /// <summary>The one type of another library that stands for one of this.</summary>
    public const string ForeignDense = "pylate.models.Dense.Dense";

    private const string MaskType = "MultiVectorMask";
    private const string ExpansionKey = "query_expansion";

    public static readonly string[] Behind = ["Dense", MaskType, "Normalize", "Dropout"];

    private static readonly string[] Punctuation = [.. Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c).Where(c => !char.IsLetterOrDigit(c)).Select(c => c.ToString())];

    /// <summary>A folder with a list of modules; null where it cannot be compiled.</summary>
    public SentencePipeline? Check(EncoderConfig config, ModulesFile modules, SettingsFile sentences)
    {
        bool isOld = sentences.Find(PromptCheck.TypeKey)?.AsText == OldEncoderType;
        int errors = findings.Count(finding => finding.IsError);
        var reader = new ModuleReader(folder, modules, options, findings, config.HiddenSize) { OnPieces = true };
        foreach (PipelineModule module in modules.Modules.Skip(1).Where(module => module.Type != MaskType))
        {
            reader.Add(module);
        }

        SettingsFile? encoder = SentenceFiles.Find(folder);
        var limits = new LimitCheck(options, findings, config) { ExpandsQueries = true };
        SentencePipeline pipeline = limits.Apply(new SentencePipeline { Modules = reader.Read }, encoder, folder.Beside<TokenizerFile>());
        pipeline = new PromptCheck(findings).Apply(pipeline, sentences) with { Dimensions = null };
        bool isMean = string.Equals(sentences.Find("similarity_fn_name")?.AsText, "meanmaxsim", StringComparison.OrdinalIgnoreCase);
        if (isOld)
        {
            pipeline = Old(pipeline, sentences, isMean);
        }
        else
        {
            PipelineModule? mask = modules.Modules.FirstOrDefault(module => module.Type == MaskType);
            QueryExpansion? expansion = encoder is null ? null : ReadExpansion(encoder);
            MultiVectorSettings settings = (mask is null ? new MultiVectorSettings() : ReadMask(mask, modules)) with { Expansion = expansion, IsMean = isMean };
            pipeline = pipeline with { Multi = settings, QueryLimit = expansion is { IsFixed: true } ? expansion.Length : pipeline.QueryLimit };
        }

        return findings.Count(finding => finding.IsError) > errors ? null : pipeline;
    }

    /// <summary>The folder of the original: the projection lies beside the encoder.</summary>
    public SentencePipeline? Original(EncoderConfig config)
    {
        if (folder.SettingsAt(folder.Root + "/" + ModelFileReader.MetadataName) is not { } file)
        {
            findings.Add(Finding.Of(Descriptors.ModuleFileMissing, Place.Key(folder.Config.Path, "architectures"), ModelFileReader.MetadataName, OriginalClass));
            return null;
        }

        findings.AddRange(file.Findings);
        var keys = new ModuleKeys(file, findings);
        int width = keys.Size("dim") ?? 1, query = keys.Size("query_maxlen") ?? 2, document = keys.Size("doc_maxlen") ?? 2;
        if (keys.Text("similarity") is { } similarity && similarity != "cosine")
        {
            keys.Report(Descriptors.EncoderSetting, "similarity", "similarity", $"\"{similarity}\"", "\"cosine\"");
        }

        string queryToken = keys.Text("query_token_id") ?? "[unused0]", documentToken = keys.Text("doc_token_id") ?? "[unused1]";
        SentenceModule[] modules =
        [
            new DenseModule("", config.HiddenSize, width, "Identity", HasBias: false, HasResidual: false, OnPieces: true) { IsInEncoder = true },
            new NormalizeModule(OnPieces: true),
        ];
        SentencePipeline pipeline = new LimitCheck(options, findings, config).Apply(new SentencePipeline { Modules = modules.ToEquatable() }, null, folder.Beside<TokenizerFile>());
        return pipeline with
        {
            QueryLimit = query,
            DocumentLimit = document,
            Prompts = [new SentencePrompt("query", queryToken + " "), new SentencePrompt("document", documentToken + " ")],
            Multi = new MultiVectorSettings
            {
                SkipWords = keys.Truthy("mask_punctuation", missing: true) ? Punctuation.ToEquatable() : [],
                Expansion = new QueryExpansion(query, IsFixed: true, keys.Truthy("attend_to_mask_tokens", missing: false), null),
                SpecialTokens = [queryToken, documentToken],
            },
        };
    }

    private SentencePipeline Old(SentencePipeline pipeline, SettingsFile file, bool isMean)
    {
        var keys = new ModuleKeys(file, findings);
        string query = keys.Text("query_prefix") ?? "[Q] ", document = keys.Text("document_prefix") ?? "[D] ";
        int length = keys.Integer("query_length") ?? 32;
        bool expands = keys.Truthy("do_query_expansion", missing: true);
        return pipeline with
        {
            Modules = pipeline.Modules.Any(module => module is NormalizeModule) ? pipeline.Modules : pipeline.Modules.Append(new NormalizeModule(OnPieces: true)).ToEquatable(),
            QueryLimit = length,
            DocumentLimit = keys.Integer("document_length") ?? 180,
            Prompts = pipeline.Prompts.Where(prompt => prompt.Name is not ("query" or "document")).Concat([new("query", query), new("document", document)]).ToEquatable(),
            Multi = new MultiVectorSettings
            {
                SkipWords = file.Find("skiplist_words") is { IsNull: false } words ? Texts(keys, words) : Punctuation.ToEquatable(),
                Expansion = expands ? new QueryExpansion(length, IsFixed: true, keys.Truthy("attend_to_expansion_tokens", missing: false), null) : null,
                SpecialTokens = [query, document],
                IsMean = isMean,
            },
        };
    }

    private MultiVectorSettings ReadMask(PipelineModule module, ModulesFile modules)
    {
        string path = PathText.Combine(folder.Root, module.Path + "/" + ModelFileReader.ConfigName);
        if (folder.SettingsAt(path) is not { } file)
        {
            findings.Add(Finding.Of(
                Descriptors.ModuleFileMissing, Place.Key(modules.Path, ModulesReader.KeyOf(module.Index)), module.Path + "/" + ModelFileReader.ConfigName, module.Type));
            return new MultiVectorSettings();
        }

        findings.AddRange(file.Findings);
        var keys = new ModuleKeys(file, findings);
        keys.CheckNames(Descriptors.UnknownKey, "skiplist_words", "skiplist_tasks", "keep_only_token_ids");
        var settings = new MultiVectorSettings { SkipWords = file.Find("skiplist_words") is { IsNull: false } words ? Texts(keys, words) : [] };
        if (file.Find("skiplist_tasks") is { IsNull: false } tasks)
        {
            settings = settings with { SkipRoles = Texts(keys, tasks) };
        }

        if (file.Find("keep_only_token_ids") is { IsNull: false } kept)
        {
            if (kept.Kind != SettingKind.Array || kept.Items.Any(item => item.AsInteger is null or < 0))
            {
                keys.Report(Descriptors.KeyType, kept.Key, kept.Key, "an array of ids", kept.Described);
                return settings;
            }

            settings = settings with { KeptIds = kept.Items.Select(item => item.AsInteger!.Value).ToEquatable() };
        }

        return settings;
    }

    private QueryExpansion? ReadExpansion(SettingsFile file)
    {
        if (file.Find(ExpansionKey) is not { IsNull: false } setting)
        {
            return null;
        }

        var keys = new ModuleKeys(file, findings);
        string[] known = ["strategy", "attend", "token", "length"];
        bool isFixed = setting.Find("strategy")?.AsText is "fixed" or null;
        if (setting.Kind != SettingKind.Object || setting.Find("length")?.AsInteger is not > 0 || setting.Items.Any(item => !known.Contains(item.Key))
            || !(isFixed || setting.Find("strategy")?.AsText == "min"))
        {
            keys.Report(
                Descriptors.EncoderSetting, ExpansionKey, ExpansionKey, setting.Described, "an object with \"strategy\" (\"fixed\" or \"min\"), \"length\", \"attend\" and \"token\"");
            return null;
        }

        return new QueryExpansion(setting.Find("length")!.AsInteger!.Value, isFixed, setting.Find("attend")?.IsTruthy ?? false, setting.Find("token")?.AsText);
    }

    private static EquatableArray<string> Texts(ModuleKeys keys, Setting setting)
    {
        if (setting.Kind != SettingKind.Array || setting.Items.Any(item => item.AsText is null))
        {
            keys.Report(Descriptors.KeyType, setting.Key, setting.Key, "an array of texts", setting.Described);
            return [];
        }

        return setting.Items.Select(item => item.Text).ToEquatable();
    }
}
