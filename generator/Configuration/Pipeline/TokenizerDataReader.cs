using BertGen.Generator.Configuration.Json;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Configuration.Pipeline;

/// <summary>Reads of <c>tokenizer.json</c> what is checked while compiling; the rest is read when the model is loaded.</summary>
internal static class TokenizerDataReader
{
    public const string FileName = "tokenizer.json";

    public static FileReading Read(string path, SourceText text)
    {
        var keys = new KeyReader(path, text);
        string kind = "";
        int count = 0;
        bool hasCapitals = false;
        if (Find(keys.RootObject(), "model") is JsonObject model)
        {
            kind = (Find(model, "type") as JsonString)?.Value ?? "";
            if (Find(model, "vocab") is JsonObject vocabulary)
            {
                count = vocabulary.Members.Select(member => member.Name).Distinct(StringComparer.Ordinal).Count();
                hasCapitals = vocabulary.Members.Any(member => CapitalCheck.HasCapital(member.Name));
            }
        }

        return keys.Finish(new TokenizerDataFile(path, keys.Findings, kind, count, hasCapitals));
    }

    private static JsonValue? Find(JsonObject? from, string key) =>
        from is null ? null : from.Members.LastOrDefault(member => member.Name == key)?.Value;
}
