using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using BertGen.Benchmarks.Floors;

namespace BertGen.Benchmarks;

/// <summary>
/// Whole forwards, with the FMA peak measured between them: on a shared machine both move together, and their ratio stays.
/// </summary>
/// <param name="CheckpointFolder">Where checkpoints with random weights are kept.</param>
/// <param name="Threads">Threads of a forward.</param>
/// <param name="Seconds">Time for each row, at least three forwards.</param>
internal sealed record ForwardBenchmark(string CheckpointFolder, int Threads, double Seconds)
{
    private const int FewestForwards = 3;
    private const int PeakSamples = 12;

    public void Run(IEnumerable<Shape> shapes, IReadOnlyCollection<Workload> workloads, TextWriter output)
    {
        output.WriteLine(FormattableString.Invariant($"threads: {Threads}; medians; peak: FMA peak of one core times threads, sampled between the forwards"));
        output.WriteLine("| shape | workload | ms | GFLOP/s | peak | of the peak | best forward / best peak | bytes beside the result |");
        output.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (Shape shape in shapes)
        {
            using LoadedShape model = shape.Load(RandomCheckpoint.Ensure(shape, CheckpointFolder));
            model.SetThreads(Threads);
            foreach (Workload workload in workloads)
            {
                Measure(shape, model, workload, output);
            }

            foreach (Workload workload in workloads.Where(workload => Threads == 1 && workload.Lengths is [var length] && length > shape.Reach && shape.IsLocal(0) && shape.GlobalEvery == 0))
            {
                MeasureWindow(shape, model, workload, output);
            }
        }
    }

    private void Measure(Shape shape, LoadedShape model, Workload workload, TextWriter output)
    {
        Tensor<int> ids = workload.Ids();
        model.Forward(ids);
        model.Forward(ids);
        long extraBytes = BytesBesideResult(model, ids);

        var times = new List<double>();
        var peaks = new List<double>();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < Seconds || times.Count < FewestForwards)
        {
            for (int i = 0; i < PeakSamples; i++)
            {
                peaks.Add(FmaPeak.Sample() * Threads);
            }

            long start = Stopwatch.GetTimestamp();
            model.Forward(ids);
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        double flops = shape.Flops(workload.Lengths);
        double speed = flops / Statistics.Median(times), peak = Statistics.Median(peaks);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {shape.Name} | {workload.Name} | {Statistics.Median(times) * 1e3:f2} | {speed / 1e9:f1} | {peak / 1e9:f1} | {speed / peak:p1} | {flops / times.Min() / peaks.Max():p1} | {extraBytes} |"));
    }

    /// <summary>What attention to near pieces costs: the kernel alone and the forward of a long text take turns, and what the forward has left is all else.</summary>
    private void MeasureWindow(Shape shape, LoadedShape model, Workload workload, TextWriter output)
    {
        int pieces = workload.Pieces;
        Tensor<int> text = workload.Ids();
        using var kernel = new AttentionTime(shape, pieces);
        var forwards = new List<double>();
        var attentions = new List<double>();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < 2 * Seconds || forwards.Count <= FewestForwards)
        {
            long start = Stopwatch.GetTimestamp();
            model.Forward(text);
            forwards.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            attentions.Add(kernel.Measure());
        }

        // The first of each warms up.
        double attention = Statistics.Median(attentions.Skip(1)), rest = Statistics.Median(forwards.Skip(1)) - attention;
        double expected = rest * shape.AttentionFlops(pieces) / shape.ProductFlops(pieces);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{shape.Name}, {workload.Name}: attention to {2 * shape.Reach} near pieces takes {attention * 1e3:f1} ms, beside {rest * 1e3:f1} ms for all else; {shape.AttentionFlops(pieces) / attention / 1e9:f1} GFLOP/s; at the speed of all else its products would take {expected * 1e3:f1} ms: {attention / expected:f2} times"));
    }

    private static long BytesBesideResult(LoadedShape model, Tensor<int> ids)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Tensor<float> result = model.Forward(ids);
        return GC.GetTotalAllocatedBytes(precise: true) - before - (result.FlattenedLength * sizeof(float));
    }
}
