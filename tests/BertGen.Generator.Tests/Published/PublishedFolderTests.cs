using BertGen.Engine.Pipeline;
using BertGen.Generator.Configuration;
using BertGen.Generator.Model;
using BertGen.Generator.Planning;
using BertGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BertGen.Generator.Tests.Published;

/// <summary>The folders of published models compile without their weights, and the classes say what is known of the models; the others are refused for the right reason.</summary>
public sealed class PublishedFolderTests
{
    internal static readonly Lazy<CompiledClasses> Classes = new(() =>
        CompiledClasses.Compile(PublishedFolders.All.Values.Select(folder => (ClassOf(folder.Name), PublishedModels.FilesOf(folder), ", TopLayerOnly = true"))));

    public static TheoryData<string> Compiled => [.. PublishedFolders.All.Keys.Where(name => !PublishedModels.Refused.ContainsKey(name))];

    public static TheoryData<string> Refused => [.. PublishedModels.Refused.Keys];

    [Theory]
    [MemberData(nameof(Compiled))]
    public void A_folder_gives_the_facts_of_its_model(string name)
    {
        PublishedFolder folder = PublishedFolders.All[name];
        CompiledClasses classes = Classes.Value;
        string type = ClassOf(name);
        string found = string.Join(' ', classes.FindingsOf(type).Select(finding => finding.Id).Order(StringComparer.Ordinal));
        Assert.True(
            PublishedModels.Warnings.GetValueOrDefault(name, "") == found, $"{name}: found other warnings\n{string.Join('\n', classes.FindingsOf(type).Select(finding => finding.ToString()))}");
        BertModelInfo info = classes.InfoOf(type)!;
        var differences = new List<string>();
        void Same<T>(string what, T expected, T found)
        {
            if (!EqualityComparer<T>.Default.Equals(expected, found))
            {
                differences.Add($"{what}: expected {expected}, found {found}");
            }
        }

        if (info.Family != "static")
        {
            Same("hidden", folder.Number("architecture", "hidden"), info.HiddenSize);
            Same("layers", folder.Number("architecture", "layers"), classes.ConstantOf(type, "LayerCount"));
            Same("heads", folder.Number("architecture", "heads"), classes.ConstantOf(type, "HeadCount"));
            Same("intermediate", folder.Number("architecture", "intermediate"), classes.ConstantOf(type, "IntermediateSize"));
            Same("rows", folder.Number("architecture", "table_rows"), info.VocabularySize);
            Same("positions", PublishedModels.Positions.TryGetValue(name, out int read) ? read : folder.Number("architecture", "position_rows") ?? folder.Number("architecture", "longest"), info.PositionCount);
            Same("first position", folder.Number("architecture", "first_position"), info.PositionPaddingId + 1 ?? 0);
            Same("types", folder.Number("architecture", "token_types") ?? 0, info.TypeCount);
            Same("activation", folder.Fact("architecture", "activation")?.GetString(), info.Activation);
            Same("padding", folder.Number("architecture", "pad_token_id_of_config") ?? EncoderConfig.NoPadding, info.PaddingId);
            Same("epsilon", folder.Fact("architecture", "epsilon")!.Value.GetDouble(), double.Parse(classes.CheckedOf(type).Spec!.Config.LayerNormEpsilon, System.Globalization.CultureInfo.InvariantCulture));
            Same("parameters", folder.Fact("parameters", "number")!.Value.GetInt64(), ParametersOf(folder, classes.CheckedOf(type).Spec!, info) + PublishedModels.Beside.GetValueOrDefault(name));
        }

        if (info.Sentences is not ({ Multi: not null } or { Sparse: not null }))
        {
            Same("modules", Modules(folder), string.Join(' ', [info.Family == "static" ? "StaticEmbedding" : "Transformer", .. (info.Sentences?.Modules ?? []).Select(module => module.GetType().Name.Replace("Module", "", StringComparison.Ordinal))]));
        }

        if (info.Sentences is { Multi: { } multi } pieces)
        {
            (int query, int document, int width) = PublishedModels.MultiVectors[name];
            Same("queries", query, multi.ExpandedLength);
            Same("documents", document, pieces.DocumentLimit ?? pieces.Limit);
            Same("dense", $"{info.HiddenSize} {width} False Identity", string.Join("; ", pieces.Modules.OfType<DenseModule>().Select(dense => $"{dense.Inputs} {dense.Outputs} {dense.HasBias} {dense.Activation}")));
            Same("normalise", true, pieces.Modules.Any(module => module is NormalizeModule { OnPieces: true }));
        }
        else if (info.Sentences is { Sparse: { } sparse } weights)
        {
            Same("strategy", (false, false), (sparse.IsSum, sparse.IsTwice));
            Same("table", Modules(folder) == "Router", sparse.TableFolder is not null && sparse.TableRoles.SequenceEqual([EmbedRole.Query]));
            Same("limit", PublishedModels.LimitOf(folder), weights.Limit);
            Same("similarity", folder.Fact("similarity")?.GetString(), weights.Similarity.ToString().ToLowerInvariant());
            Same("steps", 0, weights.Modules.Count);
        }
        else if (info.Sentences is { } plan)
        {
            Same("pooling", folder.Fact("pooling")?.GetString(), plan.Modules.OfType<PoolingModule>().SingleOrDefault() is { } pooling ? PublishedModels.NameOf(Assert.Single(pooling.Modes)) : null);
            Same("normalise", folder.Fact("normalise")!.Value.GetBoolean(), plan.Modules.Any(module => module is NormalizeModule));
            Same("dense", Dense(folder), string.Join("; ", plan.Modules.OfType<DenseModule>().Select(dense => $"{dense.Inputs} {dense.Outputs} {dense.HasBias} {dense.Activation}")));
            Same("limit", PublishedModels.LimitOf(folder), plan.Limit);
            Same("prompts", Prompts(folder), string.Join('\n', plan.Prompts.Select(prompt => $"{prompt.Key}={prompt.Value}")));
            Same("default prompt", folder.Fact("default_prompt_name")?.GetString(), plan.DefaultPrompt);
            Same("similarity", folder.Fact("similarity")?.GetString() ?? "cosine", plan.Similarity.ToString().ToLowerInvariant());
        }

        if (info.Scores is { } scores)
        {
            Same("labels", folder.Number("architecture", "labels"), classes.CheckedOf(type).Spec!.Config.Labels.Count);
            Same("limit", PublishedModels.LimitOf(folder), scores.Limit);
            Same("function", PublishedModels.Functions.GetValueOrDefault(name, "Sigmoid"), scores.Function.ToString());
        }

        if (info.Family != "static")
        {
            PublishedTokenizer tokenizer = PublishedTokenizer.Of(folder);
            Same("lower case", tokenizer.Lowercases, info.Lowercase);
            Same("lower case before the tokenizer", tokenizer.LowercasesFirst, info.Sentences?.LowercasesFirst ?? false);
            Same("accents", tokenizer.StripsAccents, info.StripAccents);
            Same("Chinese characters", tokenizer.SplitsChinese, info.SplitChineseCharacters);
        }

        Assert.True(differences.Count == 0, $"{name}:\n{string.Join('\n', differences)}");
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_folder_is_refused_for_the_right_reason(string name)
    {
        CompiledClasses classes = Classes.Value;
        (string id, string part) = PublishedModels.Refused[name];
        Diagnostic[] errors = [.. classes.FindingsOf(ClassOf(name)).Where(finding => finding.Descriptor.DefaultSeverity == DiagnosticSeverity.Error)];
        Assert.True(
            Array.Exists(errors, error => error.Id == id && error.GetMessage().Contains(part, StringComparison.Ordinal)),
            $"{name}: expected {id} with '{part}', found\n{string.Join('\n', errors.AsEnumerable())}");
        Assert.Null(classes.InfoOf(ClassOf(name)));
    }

    private static string ClassOf(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    /// <summary>The numbers in the encoder, its pooler or its head, and the modules.</summary>
    private static long ParametersOf(PublishedFolder folder, EmbedderSpec spec, BertModelInfo info)
    {
        EmbedderSpec whole = spec with { HasPooler = spec.Architecture.HasPooler && !spec.IsClassifier && !spec.HasMaskedLanguage };
        bool countsDense = folder.Fact("parameters", "sum_of_tensors")!.Value.GetString()!.Contains("with the Dense", StringComparison.Ordinal);
        IEnumerable<DenseModule> dense = info.Sentences is { } plan && (countsDense || plan.Multi is not null) ? plan.Modules.OfType<DenseModule>() : [];
        return ClassPlan.Of(whole, PassList.Run).ParameterCount + dense.Sum(module => ((long)module.Inputs * module.Outputs) + (module.HasBias ? module.Outputs : 0));
    }

    private static string Modules(PublishedFolder folder) =>
        folder.Fact("modules") is { } modules ? string.Join(' ', modules.EnumerateArray().Select(module => module.GetString())) : "Transformer";

    private static string Dense(PublishedFolder folder) => folder.Fact("dense") is not { } modules ? "" : string.Join("; ", modules.EnumerateArray().Select(dense =>
        $"{dense.GetProperty("in_features")} {dense.GetProperty("out_features")} {dense.GetProperty("bias").GetBoolean()} {dense.GetProperty("activation_function").GetString()!.Split('.')[^1]}"));

    private static string Prompts(PublishedFolder folder) =>
        folder.Fact("prompts") is { } prompts ? string.Join('\n', prompts.EnumerateObject().Select(prompt => $"{prompt.Name}={prompt.Value.GetString()}")) : "";
}
