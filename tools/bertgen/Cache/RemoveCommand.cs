using System.CommandLine;
using BertGen.Hub;

namespace BertGen.Tool.Cache;

/// <summary><c>bertgen rm NAME</c>: takes a model out of the cache.</summary>
internal static class RemoveCommand
{
    public static Command Create(Terminal terminal, Func<HubSettings> readSettings)
    {
        Argument<string> name = new("name") { Description = "A model of the cache, as `bertgen list` shows it.", HelpName = "NAME" };
        var command = new Command("rm", "Removes a model with all of its revisions from the cache.") { name };
        command.SetAction(parsed => Run(parsed.GetValue(name)!, readSettings(), terminal));
        return command;
    }

    private static int Run(string name, HubSettings settings, Terminal terminal)
    {
        IReadOnlyList<CachedRepository> models = CachedRepository.All(settings);
        CachedRepository model = models.FirstOrDefault(model => model.Name == name)
            ?? throw new UserException($"the cache {settings.CacheFolder} has no model '{name}'{Suggestion.For(name, models.Select(model => model.Name))}");
        try
        {
            Directory.Delete(model.Folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"'{name}' cannot be removed. {e.Message}", e);
        }

        terminal.Note($"removed {name}, {NumberText.Bytes(model.Bytes)}.");
        return ToolCommand.Success;
    }
}
