using System.CommandLine;

namespace BertGen.Benchmarks.Precision;

/// <summary>The command <c>precision</c>.</summary>
internal static class PrecisionCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var threads = new Option<int>("--threads") { Description = "Threads of a forward; the process is bound to as many processors.", DefaultValueFactory = _ => 1 };
        var seconds = new Option<double>("--seconds") { Description = "Time for each row of the table.", DefaultValueFactory = _ => 3 };
        var command = new Command("precision", "Forwards on numbers of 8 bits beside float32, in turns.")
        {
            threads, seconds, common.Shapes, common.Workloads, common.Pin, common.Checkpoints,
        };
        command.SetAction(arguments =>
        {
            int count = Math.Clamp(arguments.GetRequiredValue(threads), 1, Environment.ProcessorCount);
            common.Bind(arguments, count);
            var benchmark = new PrecisionBenchmark(common.CheckpointFolder(arguments), count, arguments.GetRequiredValue(seconds));
            benchmark.Run(common.ChosenShapes(arguments), common.ChosenWorkloads(arguments), Console.Out);
        });
        return command;
    }
}
