using BertGen.Generator.Configuration.Json;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Configuration;

/// <summary>Reads of <c>config_sentence_transformers.json</c> what the scores of a classifier depend on.</summary>
internal static class ScoreReader
{
    public const string FunctionKey = "activation_fn";
    public const string PromptKey = "default_prompt_name";

    public static FileReading Read(string path, SourceText text)
    {
        var keys = new KeyReader(path, text);
        JsonObject? root = keys.RootObject();
        return keys.Finish(new ScoreFile(path, keys.Findings, Text(keys, root, FunctionKey), Text(keys, root, PromptKey)));
    }

    private static string? Text(KeyReader keys, JsonObject? root, string key) => root is not null && keys.Text(root, key, "") is { Length: > 0 } text ? text : null;
}
