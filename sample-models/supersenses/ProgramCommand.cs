using System.CommandLine;

namespace Supersenses;

/// <summary>The command line and its options.</summary>
internal static class ProgramCommand
{
    private static readonly SampleCommand Program = new("supersenses");

    /// <returns>0; 1 where a file cannot be used; 2 where the command line is wrong.</returns>
    public static int Invoke(string[] args) => Program.Invoke(Create(), args);

    private static RootCommand Create()
    {
        Option<string> output = new("--output") { Description = "Folder for the learning curve.", HelpName = "DIR", DefaultValueFactory = _ => "." };
        Option<int> rounds = NumberOption.Create("--rounds", "How often every definition is seen.", 1);
        Option<int> batch = NumberOption.Create("--batch", "Definitions in a step.", 128);
        Option<int> seed = NumberOption.Create("--seed", "Chooses first weights and order of the definitions.", 1);
        Option<int> definitions = NumberOption.Create("--definitions", "Training definitions, for a quick look; default: all.", defaultValue: null);
        var command = new RootCommand("Learns to tell from a definition what kind of thing it defines, three ways.") { output, rounds, batch, seed, definitions };
        command.SetAction(parsed => Program.Run(() => Comparison.Run(new Settings
        {
            ModelFolder = Path.Combine(AppContext.BaseDirectory, "wordnet-mini"),
            OutputFolder = parsed.GetValue(output)!,
            Rounds = parsed.GetValue(rounds),
            BatchSize = parsed.GetValue(batch),
            MaxDefinitions = parsed.GetValue(definitions) is > 0 and int most ? most : int.MaxValue,
            Seed = (ulong)parsed.GetValue(seed),
        })));
        return command;
    }
}
