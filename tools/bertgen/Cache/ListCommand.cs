using System.CommandLine;
using BertGen.Hub;

namespace BertGen.Tool.Cache;

/// <summary><c>bertgen list</c>: the models of the cache.</summary>
internal static class ListCommand
{
    public static Command Create(Terminal terminal, Func<HubSettings> readSettings)
    {
        Option<bool> json = JsonOption.Create();
        var command = new Command("list", "Lists the models of the cache, with their revisions and sizes.") { json };
        command.SetAction(parsed => Run(readSettings(), parsed.GetValue(json), terminal));
        return command;
    }

    private static int Run(HubSettings settings, bool asJson, Terminal terminal)
    {
        IReadOnlyList<CachedRepository> models = CachedRepository.All(settings);
        if (asJson)
        {
            terminal.Output.WriteLine(JsonOption.Write(writer =>
            {
                writer.WriteString("cache", settings.CacheFolder);
                writer.WriteStartArray("models");
                foreach (CachedRepository model in models)
                {
                    writer.WriteStartObject();
                    writer.WriteString("name", model.Name);
                    writer.WriteString("folder", model.Folder);
                    writer.WriteNumber("bytes", model.Bytes);
                    writer.WriteStartObject("revisions");
                    foreach ((string revision, string commit) in model.Revisions)
                    {
                        writer.WriteString(revision, commit);
                    }

                    writer.WriteEndObject();
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }));
            return ToolCommand.Success;
        }

        int width = models.Max(model => (int?)model.Name.Length) ?? 0;
        foreach (CachedRepository model in models)
        {
            terminal.Output.WriteLine($"{model.Name.PadRight(width)}  {NumberText.Bytes(model.Bytes),10}  {string.Join(", ", model.Revisions.Select(item => item.Revision))}".TrimEnd());
        }

        terminal.Note($"{models.Count} {(models.Count == 1 ? "model" : "models")} in {settings.CacheFolder}.");
        return ToolCommand.Success;
    }
}
