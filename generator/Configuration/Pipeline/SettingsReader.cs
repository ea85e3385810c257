using BertGen.Generator.Configuration.Json;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Configuration.Pipeline;

/// <summary>Reads a JSON file key by key.</summary>
internal static class SettingsReader
{
    public static FileReading Read(string path, SourceText text)
    {
        var keys = new KeyReader(path, text);
        JsonObject root = keys.RootObject() ?? new JsonObject([], default);
        foreach (JsonMember member in root.Members)
        {
            keys.Mark(member.Name, member.Value.Span);
        }

        return keys.Finish(new SettingsFile(path, keys.Findings, Settings.Of(root)));
    }
}
