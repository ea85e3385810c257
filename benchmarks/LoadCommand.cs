using System.CommandLine;
using System.Diagnostics;

namespace BertGen.Benchmarks;

/// <summary>The command <c>load</c>: from the path of a checkpoint to a model that is ready, in new processes.</summary>
internal static class LoadCommand
{
    private const int Processes = 5;

    public static Command Create()
    {
        var common = new CommonOptions();
        var once = new Option<bool>("--once") { Hidden = true };
        var command = new Command("load", "Time and memory of loading, each in a new process, with the file in the page cache.") { common.Shapes, common.Checkpoints, once };
        command.SetAction(arguments =>
        {
            if (!arguments.GetValue(once))
            {
                Console.WriteLine("| shape | file, MB | load, s | first forward of 1 x 16, ms | peak memory | memory after |");
                Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
            }

            foreach (Shape shape in common.ChosenShapes(arguments))
            {
                string checkpoint = RandomCheckpoint.Ensure(shape, common.CheckpointFolder(arguments));
                if (arguments.GetValue(once))
                {
                    MeasureHere(shape, checkpoint);
                }
                else
                {
                    Measure(shape, checkpoint);
                }
            }
        });
        return command;
    }

    private static void Measure(Shape shape, string checkpoint)
    {
        double[][] all = [.. Enumerable.Range(0, Processes)
            .Select(_ => ChildProcess.Run("load", "--once", "--shapes", shape.Name, "--checkpoints", Path.GetDirectoryName(checkpoint)!))];
        double file = new FileInfo(checkpoint).Length;
        double seconds = Median(0), forward = Median(1), peak = Median(2), after = Median(3);
        Console.WriteLine(FormattableString.Invariant(
            $"| {shape.Name} | {file / 1e6:f0} | {seconds:f2} | {forward * 1e3:f1} | {peak / 1e6:f0} MB, {peak / file:f2}x the file | {after / 1e6:f0} MB, {after / file:f2}x |"));

        double Median(int column) => Statistics.Median(all.Select(row => row[column]));
    }

    private static void MeasureHere(Shape shape, string checkpoint)
    {
        long start = Stopwatch.GetTimestamp();
        using LoadedShape model = shape.Load(checkpoint);
        double load = Stopwatch.GetElapsedTime(start).TotalSeconds;
        long peak = ProcessMemory.Peak, after = ProcessMemory.Current;

        start = Stopwatch.GetTimestamp();
        model.Forward(Workload.All[0].Ids());
        ChildProcess.Answer(load, Stopwatch.GetElapsedTime(start).TotalSeconds, peak, after);
    }
}
