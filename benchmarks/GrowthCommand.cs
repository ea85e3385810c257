using System.CommandLine;

namespace BertGen.Benchmarks;

/// <summary>The command <c>growth</c>: how time and memory grow with the batch.</summary>
internal static class GrowthCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var threads = new Option<int>("--threads") { Description = "Threads of a forward.", DefaultValueFactory = _ => 1 };
        var rounds = new Option<int>("--rounds") { Description = "Turns of each batch.", DefaultValueFactory = _ => 3 };
        var memoryOf = new Option<string?>("--memory-of") { Hidden = true };
        var command = new Command("growth", "Time per piece and memory, from one text to many.") { threads, rounds, memoryOf, common.Shapes, common.Pin, common.Checkpoints };
        command.SetAction(arguments =>
        {
            int count = arguments.GetRequiredValue(threads);
            common.Bind(arguments, count);
            string folder = common.CheckpointFolder(arguments);
            foreach (Shape shape in common.ChosenShapes(arguments))
            {
                if (arguments.GetValue(memoryOf) is { } name)
                {
                    GrowthBenchmark.MeasureMemoryHere(shape, folder, GrowthBenchmark.Batches.Single(batch => batch.Name == name), count);
                }
                else
                {
                    new GrowthBenchmark(folder, count, arguments.GetRequiredValue(rounds)).Run(shape, Console.Out);
                }
            }
        });
        return command;
    }
}
