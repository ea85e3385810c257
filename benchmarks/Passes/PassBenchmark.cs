using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using BertGen.Benchmarks.Floors;
using BertGen.Engine;

namespace BertGen.Benchmarks.Passes;

/// <summary>
/// The class that the compiler has written beside the same model without one of the passes, in turns. Both must compute the same.
/// </summary>
/// <param name="Checkpoint">The weights.</param>
/// <param name="Rounds">Turns of each.</param>
internal sealed record PassBenchmark(string Checkpoint, int Rounds)
{
    /// <summary>A turn of a short text is several runs.</summary>
    private const int PiecesPerTurn = 512;

    private const double MostDifference = 1e-5;

    public void Run(IReadOnlyList<Workload> workloads, TextWriter output)
    {
        using MixOfLowerLayers lower = MixOfLowerLayers.Load(Checkpoint);
        using MixOfAllLayers mixed = MixOfAllLayers.Load(Checkpoint);
        using MiniLmL6 top = MiniLmL6.Load(Checkpoint);
        lower.MaxThreads = mixed.MaxThreads = top.MaxThreads = 1;
        using ClassWithoutPass allComputed = ClassWithoutPass.Load(Checkpoint, ", ScalarMixParameters = [0, 0, 0, -1000, -1000, -1000]", "DropDeadLayers");
        using ClassWithoutPass mixedAtTheEnd = ClassWithoutPass.Load(Checkpoint, ", ScalarMixParameters = [0, 0, 0, 0, 0, 0]", "StreamMix");
        using ClassWithoutPass notNarrowed = ClassWithoutPass.Load(Checkpoint, ", TopLayerOnly = true", "NarrowLastLayer");
        Tensor<int> none = Tensor.CreateFromShape<int>([0]);

        output.WriteLine("| pass | workload | FMA peak | with | without | without / with | bytes of workspace a piece | largest difference |");
        output.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (Workload workload in workloads)
        {
            Compare("dead layers: three of six have weight 0", workload, ClassWithoutPass.EncoderOf(lower), allComputed.Encoder, (ids, _) => lower.Forward(ids), (ids, _) => allComputed.Forward(ids, none), output);
            Compare("narrowed last layer: one vector a text", workload, ClassWithoutPass.EncoderOf(top), notNarrowed.Encoder, (ids, first) => top.Forward(ids, first), notNarrowed.Forward, output);
            Compare("streamed mix: all six layers", workload, ClassWithoutPass.EncoderOf(mixed), mixedAtTheEnd.Encoder, (ids, _) => mixed.Forward(ids), (ids, _) => mixedAtTheEnd.Forward(ids, none), output);
        }
    }

    private void Compare(
        string pass,
        Workload workload,
        IEncoder with,
        IEncoder without,
        Func<Tensor<int>, Tensor<int>, Tensor<float>> forwardWith,
        Func<Tensor<int>, Tensor<int>, Tensor<float>> forwardWithout,
        TextWriter output)
    {
        Tensor<int> ids = workload.Ids(), firstPieces = Tensor.CreateFromShape<int>([workload.Lengths.Count, 1]);
        double difference = LargestDifference(forwardWith(ids, firstPieces), forwardWithout(ids, firstPieces));
        if (!(difference < MostDifference))
        {
            throw new InvalidOperationException($"{pass}: with and without differ by {difference}.");
        }

        int runs = Math.Max(1, PiecesPerTurn / workload.Pieces);
        var floors = new FloorSamples(threads: 1);
        var withPass = new List<double>();
        var withoutPass = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            floors.Take();
            withPass.Add(Seconds(forwardWith));
            withoutPass.Add(Seconds(forwardWithout));
        }

        double a = Statistics.Median(withPass), b = Statistics.Median(withoutPass);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {pass} | {workload.Name} | {floors.Peak / 1e9:f1} GFLOP/s | {a * 1e3:f2} ms | {b * 1e3:f2} ms | {b / a:f2}x | {with.WorkspacePerPiece * sizeof(float)} / {without.WorkspacePerPiece * sizeof(float)} | {difference:0.0e-0} |"));

        double Seconds(Func<Tensor<int>, Tensor<int>, Tensor<float>> forward)
        {
            forward(ids, firstPieces);
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < runs; i++)
            {
                forward(ids, firstPieces);
            }

            return Stopwatch.GetElapsedTime(start).TotalSeconds / runs;
        }
    }

    private static double LargestDifference(Tensor<float> expected, Tensor<float> found)
    {
        float[] a = new float[expected.FlattenedLength], b = new float[found.FlattenedLength];
        expected.FlattenTo(a);
        found.FlattenTo(b);
        return a.Length == b.Length ? a.Zip(b, (x, y) => Math.Abs(x - y)).Max() : double.PositiveInfinity;
    }
}
