using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using BertGen.Engine.Kernels.Integer;

namespace BertGen.Benchmarks.Precision;

/// <summary>Whole forwards on numbers of 8 bits and in float32, in turns: what neighbours do to the machine they do to both.</summary>
/// <param name="CheckpointFolder">Where checkpoints with random weights are kept.</param>
/// <param name="Threads">Threads of a forward.</param>
/// <param name="Seconds">Time for each row, at least three forwards of each.</param>
internal sealed record PrecisionBenchmark(string CheckpointFolder, int Threads, double Seconds)
{
    private const int FewestForwards = 3;

    public void Run(IEnumerable<Shape> shapes, IReadOnlyCollection<Workload> workloads, TextWriter output)
    {
        output.WriteLine($"threads: {Threads}; medians; products of 8 bits by {IntegerKernels.Best.Name} on .NET {Environment.Version}");
        output.WriteLine("| shape | workload | float32, ms | Int8, ms | times as fast |");
        output.WriteLine("| --- | --- | ---: | ---: | ---: |");
        foreach (Shape shape in shapes)
        {
            if (Shape.Int8.FirstOrDefault(other => other.Name == shape.Name) is not { } int8)
            {
                continue;
            }

            string checkpoint = RandomCheckpoint.Ensure(shape, CheckpointFolder);
            using LoadedShape exact = shape.Load(checkpoint), rounded = int8.Load(checkpoint);
            exact.SetThreads(Threads);
            rounded.SetThreads(Threads);
            foreach (Workload workload in workloads)
            {
                (double floats, double bytes) = Measure(exact, rounded, workload);
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"| {shape.Name} | {workload.Name} | {floats * 1e3:f2} | {bytes * 1e3:f2} | {floats / bytes:f2} |"));
            }
        }
    }

    private (double Exact, double Rounded) Measure(LoadedShape exact, LoadedShape rounded, Workload workload)
    {
        Tensor<int> ids = workload.Ids();
        List<double> floats = [], bytes = [];
        Time(exact, ids);
        Time(rounded, ids);
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < Seconds || floats.Count < FewestForwards)
        {
            floats.Add(Time(exact, ids));
            bytes.Add(Time(rounded, ids));
        }

        return (Statistics.Median(floats), Statistics.Median(bytes));
    }

    private static double Time(LoadedShape model, Tensor<int> ids)
    {
        long start = Stopwatch.GetTimestamp();
        model.Forward(ids);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
