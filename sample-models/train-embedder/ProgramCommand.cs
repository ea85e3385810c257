using System.CommandLine;

namespace TrainEmbedder;

/// <summary>The command line and its options.</summary>
internal static class ProgramCommand
{
    private static readonly SampleCommand Program = new("train-embedder");

    /// <returns>0; 1 where a file cannot be used; 2 where the command line is wrong.</returns>
    public static int Invoke(string[] args) => Program.Invoke(Create(), args);

    private static RootCommand Create()
    {
        Option<string> output = new("--output") { Description = "Folder for the trained model; a training that was broken off there goes on.", HelpName = "DIR", DefaultValueFactory = _ => "trained-embedder" };
        Option<int> steps = NumberOption.Create("--steps", "Steps of the training.", 2000);
        Option<int> batch = NumberOption.Create("--batch", "Pairs in a step.", 256);
        Option<int> seed = NumberOption.Create("--seed", "Chooses first weights and order of the pairs.", 1);
        Option<int> save = NumberOption.Create("--save-every", "Steps between two saved states.", 100);
        Option<int> threads = NumberOption.Create("--threads", "Threads to use; default: all.", Environment.ProcessorCount);
        Option<bool> noEvaluation = new("--no-evaluation") { Description = "Train and save alone: no comparison with the shipped model, which takes minutes." };
        var command = new RootCommand("Trains a sentence embedder from random weights, on the definitions of WordNet and the words that they define.")
        {
            output, steps, batch, seed, save, threads, noEvaluation,
        };
        command.SetAction(parsed => Program.Run(() => Session.Run(new Settings
        {
            ModelFolder = Path.Combine(AppContext.BaseDirectory, "wordnet-mini"),
            OutputFolder = parsed.GetValue(output)!,
            Steps = parsed.GetValue(steps),
            BatchSize = parsed.GetValue(batch),
            Seed = (ulong)parsed.GetValue(seed),
            StepsPerSave = parsed.GetValue(save),
            Threads = parsed.GetValue(threads),
            Evaluates = !parsed.GetValue(noEvaluation),
        })));
        return command;
    }
}
