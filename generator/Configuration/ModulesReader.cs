using BertGen.Generator.Common;
using BertGen.Generator.Configuration.Json;
using BertGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Configuration;

/// <summary>Reads the list of modules of a sentence-transformers folder.</summary>
internal static class ModulesReader
{
    public static FileReading Read(string path, SourceText text)
    {
        var keys = new KeyReader(path, text);
        var modules = new List<PipelineModule>();
        if (keys.Root is JsonArray array)
        {
            foreach (JsonObject item in array.Items.OfType<JsonObject>())
            {
                string type = keys.Text(item, "type", "");
                string folder = keys.Text(item, "path", "");
                keys.Mark(KeyOf(modules.Count), item.Span);
                modules.Add(new PipelineModule(modules.Count, type.Substring(type.LastIndexOf('.') + 1), folder));
            }
        }
        else if (keys.Root is { } other)
        {
            keys.Report(Descriptors.JsonSyntax, "", PathText.FileName(path), $"expected an array, found {other.Kind}");
        }

        return keys.Finish(new ModulesFile(path, keys.Findings, modules.ToEquatable()));
    }

    /// <summary>The name of a module's place.</summary>
    public static string KeyOf(int index) => "module " + NumberText.Plain(index);
}
