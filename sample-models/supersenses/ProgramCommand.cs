using System.CommandLine;
using BertGen.Checkpoints;

namespace Supersenses;

/// <summary>The command line: its options, and the exit code.</summary>
internal static class ProgramCommand
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int UsageError = 2;

    /// <returns>0; 1 where a file cannot be used; 2 where the command line is wrong.</returns>
    public static int Invoke(string[] args)
    {
        ParseResult parsed = Create().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            Console.Error.WriteLine($"supersenses: {parsed.Errors[0].Message} (--help lists the options)");
            return UsageError;
        }

        return parsed.Invoke();
    }

    private static RootCommand Create()
    {
        Option<string> output = new("--output") { Description = "Folder for the learning curve.", HelpName = "DIR", DefaultValueFactory = _ => "." };
        Option<int> rounds = NumberOption.Create("--rounds", "How often every definition is seen.", 1);
        Option<int> batch = NumberOption.Create("--batch", "Definitions in a step.", 128);
        Option<int> seed = NumberOption.Create("--seed", "Chooses first weights and order of the definitions.", 1);
        var command = new RootCommand("Learns to tell from a definition what kind of thing it defines, three ways.") { output, rounds, batch, seed };
        command.SetAction(parsed => Run(new Settings
        {
            ModelFolder = Path.Combine(AppContext.BaseDirectory, "wordnet-mini"),
            OutputFolder = parsed.GetValue(output)!,
            Rounds = parsed.GetValue(rounds),
            BatchSize = parsed.GetValue(batch),
            Seed = (ulong)parsed.GetValue(seed),
        }));
        return command;
    }

    private static int Run(Settings settings)
    {
        try
        {
            Comparison.Run(settings);
            return Success;
        }
        catch (Exception e) when (e is UserException or CheckpointException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"supersenses: {e.Message}");
            return Failure;
        }
    }
}
