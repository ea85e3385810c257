using System.CommandLine;

namespace BertGen.Benchmarks;

/// <summary>The command <c>forward</c>.</summary>
internal static class ForwardCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var threads = new Option<int>("--threads") { Description = "Threads of a forward; the process is bound to as many processors.", DefaultValueFactory = _ => 1 };
        var seconds = new Option<double>("--seconds") { Description = "Time for each row of the table.", DefaultValueFactory = _ => 3 };
        var command = new Command("forward", "Whole forwards beside the FMA peak of the same run.")
        {
            threads, seconds, common.Shapes, common.Workloads, common.Pin, common.Checkpoints,
        };
        command.SetAction(arguments =>
        {
            int count = Math.Clamp(arguments.GetRequiredValue(threads), 1, Environment.ProcessorCount);
            common.Bind(arguments, count);
            new ForwardBenchmark(common.CheckpointFolder(arguments), count, arguments.GetRequiredValue(seconds))
                .Run(common.ChosenShapes(arguments), common.ChosenWorkloads(arguments), Console.Out);
        });
        return command;
    }
}
