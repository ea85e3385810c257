using System.CommandLine;

namespace BertGen.Benchmarks.Passes;

/// <summary>The command <c>passes</c>.</summary>
internal static class PassesCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var rounds = new Option<int>("--rounds") { Description = "Turns of each.", DefaultValueFactory = _ => 15 };
        var command = new Command("passes", "What single passes of the compiler bring: MiniLM-L6 with and without them, on one core.")
        {
            rounds, common.Workloads, common.Pin, common.Checkpoints,
        };
        command.SetAction(arguments =>
        {
            common.Bind(arguments, 1);
            Shape shape = Shape.All.Single(shape => shape.Name == "minilm-l6");
            new PassBenchmark(RandomCheckpoint.Ensure(shape, common.CheckpointFolder(arguments)), arguments.GetRequiredValue(rounds))
                .Run(common.ChosenWorkloads(arguments), Console.Out);
        });
        return command;
    }
}
