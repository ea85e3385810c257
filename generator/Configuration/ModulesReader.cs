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
            for (int i = 0; i < array.Items.Length; i++)
            {
                JsonValue item = array.Items[i];
                keys.Mark(KeyOf(i), item.Span);
                if (item is not JsonObject module)
                {
                    keys.Report(Descriptors.JsonSyntax, KeyOf(i), PathText.FileName(path), $"expected an object, found {item.Kind}");
                    continue;
                }

                string type = keys.Text(module, "type", "");
                string folder = keys.Text(module, "path", "");
                modules.Add(new PipelineModule(i, type, folder, keys.Text(module, "name", NumberText.Plain(i))));
            }
        }
        else if (keys.Root is { } other)
        {
            keys.Mark("", other.Span);
            keys.Report(Descriptors.JsonSyntax, "", PathText.FileName(path), $"expected an array, found {other.Kind}");
        }

        return keys.Finish(new ModulesFile(path, keys.Findings, modules.ToEquatable()));
    }

    /// <summary>The name of a module's place.</summary>
    public static string KeyOf(int index) => "module " + NumberText.Plain(index);
}
