using System.CommandLine;
using BertGen.Checkpoints;
using BertGen.Hub;

namespace BertGen.Bulk.Commands;

/// <summary>A program whose commands are those of a run.</summary>
internal static class BulkProgram
{
    private const int Failure = 1, UsageError = 2;

    /// <summary>Runs a command line.</summary>
    /// <returns>0; 1 where something failed or is not right; 2 where the command line is wrong.</returns>
    public static async Task<int> InvokeAsync(IModelSource models, string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var root = new RootCommand("Embeds files of texts in runs that resume.");
        foreach (Command command in BulkCommands.Create(models, output, error.WriteLine))
        {
            root.Subcommands.Add(command);
        }

        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            await error.WriteLineAsync($"{parsed.Errors[0].Message} (--help lists commands and options)").ConfigureAwait(false);
            return UsageError;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is BulkException or CheckpointException or HubException or FormatException)
        {
            await error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return Failure;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync(BulkCommands.NoteOfStop(parsed.CommandResult.Command.Name)).ConfigureAwait(false);
            return Failure;
        }
    }
}
