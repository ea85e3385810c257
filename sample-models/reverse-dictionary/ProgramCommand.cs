using System.CommandLine;

namespace ReverseDictionary;

/// <summary>The command line: its options, what is wrong with them, and the exit code.</summary>
internal static class ProgramCommand
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int UsageError = 2;

    private static readonly string BundledModel = Path.Combine(AppContext.BaseDirectory, "wordnet-mini");

    /// <returns>0; 1 where a file cannot be used; 2 where the command line is wrong.</returns>
    public static int Invoke(string[] args, Terminal terminal, Func<Settings, ITextEmbedder> loadEmbedder)
    {
        // No response files: a description may start with '@'.
        ParseResult parsed = Create(terminal, loadEmbedder).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            terminal.Note($"{parsed.Errors[0].Message} (--help lists the options)");
            return UsageError;
        }

        return parsed.Invoke(new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
        });
    }

    private static RootCommand Create(Terminal terminal, Func<Settings, ITextEmbedder> loadEmbedder)
    {
        Argument<string[]> description = new("description")
        {
            Description = "What the word means, such as \"fear of heights\". Without it, descriptions are read line by line.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<int> top = NumberOption.Create("--top", "N", "Number of answers.", maximum: 100, defaultValue: 10);
        Option<int> threads = NumberOption.Create("--threads", "N", "Threads to use; default: all.", maximum: 1024, defaultValue: Environment.ProcessorCount);
        Option<string> model = new("--model") { Description = "Folder with other weights for the compiled model.", HelpName = "DIR" };
        Option<string> data = new("--data") { Description = "Other definitions: a table of synsets (.tsv or .tsv.gz).", HelpName = "FILE" };
        Option<string> cache = new("--cache") { Description = $"Folder that keeps the vectors; default: ${DefaultCacheFolder.Variable}, or the user's cache folder.", HelpName = "DIR" };
        Option<bool> noCache = new("--no-cache") { Description = "Neither read nor keep vectors." };
        Option<bool> rebuild = new("--rebuild") { Description = "Embed all definitions even where their vectors are kept." };
        var command = new RootCommand("Finds the word for a description, among the definitions of WordNet.")
        {
            description, top, threads, model, data, cache, noCache, rebuild,
        };

        description.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is { } option)
            {
                result.AddError($"There is no option {option.Value}.");
            }
            else if (result.Tokens.Count > 0 && result.Tokens.All(token => string.IsNullOrWhiteSpace(token.Value)))
            {
                result.AddError("The description is empty.");
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(noCache) && (result.GetValue(rebuild) || result.GetResult(cache) is not null))
            {
                result.AddError("--no-cache cannot be given together with --cache or --rebuild.");
            }
        });
        command.SetAction(parsed => Run(
            new Settings
            {
                Query = parsed.GetValue(description) is { Length: > 0 } words ? string.Join(' ', words) : null,
                Top = parsed.GetValue(top),
                Threads = parsed.GetValue(threads),
                ModelFolder = parsed.GetValue(model) ?? BundledModel,
                DataFile = parsed.GetValue(data) ?? Path.Combine(BundledModel, "data", "synsets.tsv.gz"),
                CacheFolder = parsed.GetValue(noCache) ? null : parsed.GetValue(cache) ?? DefaultCacheFolder.Find(),
                Rebuild = parsed.GetValue(rebuild),
            },
            terminal,
            loadEmbedder));
        return command;
    }

    private static int Run(Settings settings, Terminal terminal, Func<Settings, ITextEmbedder> loadEmbedder)
    {
        try
        {
            Conversation.Run(settings, terminal, loadEmbedder);
            return Success;
        }
        catch (UserException e)
        {
            terminal.Note(e.Message);
            return Failure;
        }
    }
}
