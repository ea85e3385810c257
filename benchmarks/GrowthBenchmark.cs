using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using BertGen.Benchmarks.Floors;

namespace BertGen.Benchmarks;

/// <summary>
/// Batches from one text to many. Time per true piece should stay what it is; memory should follow the
/// pieces, and not the number of texts times the longest of them.
/// </summary>
/// <param name="CheckpointFolder">Where checkpoints with random weights are kept.</param>
/// <param name="Threads">Threads of a forward.</param>
/// <param name="Rounds">Turns of each batch.</param>
internal sealed record GrowthBenchmark(string CheckpointFolder, int Threads, int Rounds)
{
    /// <summary>Each turn has about as many pieces, so that small batches are measured as long as large ones.</summary>
    private const int PiecesPerTurn = 2048;

    /// <summary>Dense batches of growing size; the last has the pieces of <c>16 x 128</c>, and is padded to 64 times as many.</summary>
    public static IReadOnlyList<Workload> Batches { get; } =
    [
        .. new[] { 1, 4, 16, 64, 256 }.Select(texts => new Workload($"{texts} x 128", [.. Enumerable.Repeat(128, texts)])),
        new("one of 512, 255 of 6", [512, .. Enumerable.Repeat(6, 255)]),
    ];

    public void Run(Shape shape, TextWriter output)
    {
        string checkpoint = RandomCheckpoint.Ensure(shape, CheckpointFolder);
        List<double>[] times = [.. Batches.Select(_ => new List<double>())];
        var floors = new FloorSamples(Threads);
        using (LoadedShape model = shape.Load(checkpoint))
        {
            model.SetThreads(Threads);
            Tensor<int>[] ids = [.. Batches.Select(batch => batch.Ids())];
            model.Forward(ids[0]);
            for (int round = 0; round < Rounds; round++)
            {
                for (int i = 0; i < ids.Length; i++)
                {
                    floors.Take();
                    times[i].Add(SecondsPerPiece(model, ids[i], Batches[i].Pieces));
                }
            }
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{shape.Name}, {Threads} thread(s); FMA peak {floors.Peak / 1e9:f1} GFLOP/s, read {floors.Bandwidth / 1e9:f1} GB/s between the turns"));
        output.WriteLine("| batch | pieces | us a piece | of 1 x 128 | memory of the call, MB |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        double first = Statistics.Median(times[0]);
        foreach ((Workload batch, List<double> seconds) in Batches.Zip(times))
        {
            double median = Statistics.Median(seconds);
            double memory = ChildProcess.Run(
                "growth", "--memory-of", batch.Name, "--shapes", shape.Name, "--threads", Threads.ToString(CultureInfo.InvariantCulture), "--checkpoints", CheckpointFolder)[0];
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {batch.Name} | {batch.Pieces} | {median * 1e6:f2} | {median / first:p1} | {memory / 1e6:f1} |"));
        }
    }

    /// <summary>What a forward of the batch adds to the peak of this process. Asked for one vector a text, so that the result is small.</summary>
    public static void MeasureMemoryHere(Shape shape, string folder, Workload batch, int threads)
    {
        using LoadedShape model = shape.Load(RandomCheckpoint.Ensure(shape, folder));
        model.SetThreads(threads);
        model.Forward(Workload.All[0].Ids());
        Tensor<int> ids = batch.Ids(), firstPieces = Tensor.CreateFromShape<int>([batch.Lengths.Count, 1]);
        GC.Collect();
        GC.WaitForPendingFinalizers();

        ProcessMemory.ResetPeak();
        long before = ProcessMemory.Current;
        model.Forward(ids, firstPieces);
        ChildProcess.Answer(Math.Max(0, ProcessMemory.Peak - before));
    }

    private static double SecondsPerPiece(LoadedShape model, Tensor<int> ids, int pieces)
    {
        int runs = Math.Max(1, PiecesPerTurn / pieces);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < runs; i++)
        {
            model.Forward(ids);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds / runs / pieces;
    }
}
