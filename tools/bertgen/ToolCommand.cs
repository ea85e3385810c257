using System.CommandLine;
using BertGen.Bulk;
using BertGen.Checkpoints;
using BertGen.Hub;
using BertGen.Tool.Cache;
using BertGen.Tool.Compiling;
using BertGen.Tool.Embedding;
using BertGen.Tool.Mapping;
using BertGen.Tool.Pipe;
using BertGen.Tool.Serving;

namespace BertGen.Tool;

/// <summary>The command line: its commands, and the exit code.</summary>
internal static class ToolCommand
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int UsageError = 2;

    // Time to put down what has been received when the program is interrupted.
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(20);

    /// <returns>0; 1 where a model cannot be fetched, read or used; 2 where the command line is wrong, or a model does not compile.</returns>
    public static async Task<int> InvokeAsync(string[] args, Terminal terminal, Func<HubSettings> readSettings, CancellationToken cancellationToken = default)
    {
        bool describe = args.Any(arg => arg is "--help" or "-h" or "-?" or "/h" or "/?");
        var root = new RootCommand("Fetches BERT models, shows what is in them, checks them, embeds texts, answers requests with them and serves them.")
        {
            FetchCommand.Create(terminal, readSettings),
            ListCommand.Create(terminal, readSettings),
            RemoveCommand.Create(terminal, readSettings),
            InspectCommand.Create(terminal, readSettings),
            VerifyCommand.Create(terminal, readSettings, describe),
            EmbedCommand.Create(terminal, readSettings, describe),
            SimilarityCommand.Create(terminal, readSettings, describe),
            MapCommand.Create(terminal),
            PipeCommand.Create(terminal, readSettings, describe),
            ServeCommand.Create(terminal, readSettings, describe),
            CompletionCommand.Create(terminal),
        };
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            string problem = parsed.CommandResult.Command == root && parsed.UnmatchedTokens is [var word, ..]
                ? $"There is no command '{word}'{Suggestion.For(word, root.Subcommands.Select(command => command.Name)) switch { "" => ".", var meant => meant }}"
                : parsed.Errors[0].Message;
            terminal.Note($"{problem} (--help lists commands and options)");
            return UsageError;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = terminal.Output,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TerminationTimeout,
            }, cancellationToken);
        }
        catch (Exception e) when (e is HubException or CheckpointException or UserException or BulkException or FormatException)
        {
            terminal.Note(e.Message);
            return Failure;
        }
        catch (CompilationException e)
        {
            terminal.Error.WriteLine(e.Message);
            return UsageError;
        }
        catch (OperationCanceledException)
        {
            terminal.Note(StopNotes.Of(parsed.CommandResult.Command.Name));
            return Failure;
        }
    }
}
