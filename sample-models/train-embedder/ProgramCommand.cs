using System.CommandLine;
using BertGen.Checkpoints;

namespace TrainEmbedder;

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
            Console.Error.WriteLine($"train-embedder: {parsed.Errors[0].Message} (--help lists the options)");
            return UsageError;
        }

        return parsed.Invoke();
    }

    private static RootCommand Create()
    {
        Option<string> output = new("--output") { Description = "Folder for the trained model; a training that was broken off there goes on.", HelpName = "DIR", DefaultValueFactory = _ => "trained-embedder" };
        Option<int> steps = NumberOption.Create("--steps", "Steps of the training.", 2000);
        Option<int> batch = NumberOption.Create("--batch", "Pairs in a step.", 256);
        Option<int> seed = NumberOption.Create("--seed", "Chooses first weights and order of the pairs.", 1);
        Option<int> save = NumberOption.Create("--save-every", "Steps between two saved states.", 100);
        Option<int> threads = NumberOption.Create("--threads", "Threads to use; default: all.", Environment.ProcessorCount);
        var command = new RootCommand("Trains a sentence embedder from random weights, on the definitions of WordNet and the words that they define.")
        {
            output, steps, batch, seed, save, threads,
        };
        command.SetAction(parsed => Run(new Settings
        {
            ModelFolder = Path.Combine(AppContext.BaseDirectory, "wordnet-mini"),
            OutputFolder = parsed.GetValue(output)!,
            Steps = parsed.GetValue(steps),
            BatchSize = parsed.GetValue(batch),
            Seed = (ulong)parsed.GetValue(seed),
            StepsPerSave = parsed.GetValue(save),
            Threads = parsed.GetValue(threads),
        }));
        return command;
    }

    private static int Run(Settings settings)
    {
        try
        {
            Session.Run(settings);
            return Success;
        }
        catch (Exception e) when (e is UserException or CheckpointException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"train-embedder: {e.Message}");
            return Failure;
        }
    }
}
