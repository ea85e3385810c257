using System.CommandLine;
using System.CommandLine.Parsing;
using BertGen.Hub;

namespace BertGen.Tool;

/// <summary><c>bertgen fetch NAME</c>: downloads a model, and writes where it is.</summary>
internal static class FetchCommand
{
    /// <summary>The name of the command.</summary>
    public const string Name = "fetch";

    public static Command Create(Terminal terminal, Func<HubSettings> readSettings)
    {
        Argument<string> source = new("name")
        {
            Description = "A model such as bert-base-uncased or sentence-transformers/all-MiniLM-L6-v2, or the URL of a file.",
            HelpName = "NAME",
        };
        Option<string> revision = new("--revision") { Description = "Branch, tag or commit; default: main.", HelpName = "REVISION" };
        Option<string> to = new("--to") { Description = "Also copy config, vocabulary and other small files into this folder, for the compiler.", HelpName = "FOLDER" };
        var command = new Command(Name, "Downloads config, vocabulary and weights into the cache; continues what was begun.") { source, revision, to };
        command.Validators.Add(result =>
        {
            // Of what is missing the parser tells by itself.
            if (TextOf(result.GetResult(source)) is { } name && FetchRequest.FindProblem(name, TextOf(result.GetResult(revision)), TextOf(result.GetResult(to))) is { } problem)
            {
                result.AddError(problem);
            }
        });
        command.SetAction((parsed, cancellation) => RunAsync(
            FetchRequest.Create(parsed.GetValue(source)!, parsed.GetValue(revision), parsed.GetValue(to)), terminal, readSettings(), cancellation));
        return command;
    }

    private static string? TextOf(SymbolResult? result) => result?.Tokens is [var token, ..] ? token.Value : null;

    private static async Task<int> RunAsync(FetchRequest request, Terminal terminal, HubSettings settings, CancellationToken cancellation)
    {
        if (request.Url is { } url)
        {
            terminal.Output.WriteLine(await FetchProgress.RunAsync(terminal, progress => HubModel.DownloadUrlAsync(url, progress, settings, cancellation)));
            return ToolCommand.Success;
        }

        HubSnapshot snapshot = await FetchProgress.RunAsync(
            terminal, progress => HubModel.DownloadAsync(request.Name, request.Revision, progress, settings, cancellation));
        if (!snapshot.IsCurrent)
        {
            terminal.Note("the hub could not be asked; this is what the cache has from an earlier time.");
        }

        terminal.Note($"{snapshot.Model}@{snapshot.Revision} is commit {snapshot.Commit}.");
        if (request.Folder is { } folder)
        {
            IReadOnlyList<string> copied = SmallFiles.Copy(snapshot.Folder, folder);
            terminal.Note(copied.Count == 0 ? $"{folder} has the small files already." : $"copied to {folder}: {string.Join(", ", copied)}.");
        }

        terminal.Output.WriteLine(snapshot.Folder);
        return ToolCommand.Success;
    }
}
