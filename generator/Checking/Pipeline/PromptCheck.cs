using BertGen.Generator.Common;
using BertGen.Generator.Configuration.Pipeline;
using BertGen.Generator.Diagnostics;

namespace BertGen.Generator.Checking.Pipeline;

/// <summary>Reads <c>config_sentence_transformers.json</c>: prompts, similarity and the number of components.</summary>
internal sealed class PromptCheck(List<Finding> findings)
{
    public const string TypeKey = "model_type";
    public const string EmbedderType = "SentenceTransformer";

    public const string DefaultKey = "default_prompt_name";

    private const string PromptsKey = "prompts";
    private const string RequirementsKey = "requirements";

    /// <summary>The version of sentence-transformers that the vectors are equal to.</summary>
    private static readonly Version Reference = new(6, 2);

    private static readonly string[] Roles = ["query", "document"];

    /// <summary>Adds to a pipeline what the file says.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="file">The file.</param>
    /// <param name="usual">The similarity where the file names none that the class has.</param>
    public SentencePipeline Apply(SentencePipeline pipeline, SettingsFile file, string usual = "Cosine")
    {
        var keys = new ModuleKeys(file, findings);
        (EquatableArray<SentencePrompt> prompts, string? name) = ReadPrompts(file, Roles);
        SentencePrompt? passage = prompts.FirstOrDefault(prompt => prompt.Name is "passage" or "corpus" && prompt.Text.Length > 0);
        if (passage is not null && !prompts.Any(prompt => prompt.Name == "document"))
        {
            keys.Report(Descriptors.PassagePrompt, PromptsKey, passage.Name);
        }

        // A role without a prompt has an empty one, by which the default may name it.
        bool isEmptyRole = name is not null && !prompts.Any(prompt => prompt.Name == name);
        return pipeline with
        {
            Prompts = prompts,
            DefaultPrompt = isEmptyRole ? null : name,
            Similarity = keys.File.Find("similarity_fn_name")?.AsText switch
            {
                "dot" => "Dot",
                "euclidean" => "Euclidean",
                "manhattan" => "Manhattan",
                "cosine" => "Cosine",
                _ => usual,
            },
            Dimensions = keys.Integer("truncate_dim"),
        };
    }

    /// <summary>The prompts of the folder, and the name of the one that is taken where a call names none.</summary>
    /// <param name="file">The file.</param>
    /// <param name="roles">Names that have an empty prompt where the folder has none.</param>
    public (EquatableArray<SentencePrompt> Prompts, string? Default) ReadPrompts(SettingsFile file, string[] roles)
    {
        var keys = new ModuleKeys(file, findings);
        CheckRequirements(keys);
        EquatableArray<SentencePrompt> prompts = ReadPrompts(keys);
        string? name = keys.Text(DefaultKey);
        if (name is not null && !roles.Contains(name) && !prompts.Any(prompt => prompt.Name == name))
        {
            string known = string.Join(", ", prompts.Select(prompt => prompt.Name).Concat(roles).Distinct());
            keys.Report(Descriptors.Prompts, DefaultKey, $"\"{DefaultKey}\" is \"{name}\"; expected one of the prompts: {known}");
        }

        return (prompts, name);
    }

    private static EquatableArray<SentencePrompt> ReadPrompts(ModuleKeys keys)
    {
        Setting? setting = keys.File.Find(PromptsKey);
        if (setting is null)
        {
            return [];
        }

        if (setting.Kind != SettingKind.Object || setting.Items.FirstOrDefault(item => item.AsText is null && !item.IsNull) is not null)
        {
            keys.Report(Descriptors.Prompts, PromptsKey, $"\"{PromptsKey}\" is {setting.Described}; expected an object with texts by their names");
            return [];
        }

        return setting.Items.GroupBy(item => item.Key).Select(group => new SentencePrompt(group.Key, group.Last().Text)).ToEquatable();
    }

    private static void CheckRequirements(ModuleKeys keys)
    {
        const string AtLeast = ">=";
        string? needed = keys.File.Find(RequirementsKey)?.Find("sentence_transformers")?.AsText ?? keys.File.Find(RequirementsKey)?.Find("sentence-transformers")?.AsText;
        string? least = needed?.Split(',').Select(part => part.Trim()).FirstOrDefault(part => part.StartsWith(AtLeast, StringComparison.Ordinal));
        if (least is not null && Version.TryParse(least.Substring(AtLeast.Length).Trim(), out Version version) && version > Reference)
        {
            keys.Report(Descriptors.Requirements, RequirementsKey, needed!, Reference.ToString());
        }
    }
}
