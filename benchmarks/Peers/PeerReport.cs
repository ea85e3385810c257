using System.Globalization;
using System.Text;

namespace BertGen.Benchmarks.Peers;

/// <summary>The tables of a run, as a page of the documentation.</summary>
/// <param name="arguments">The arguments of the command that makes the page.</param>
internal sealed class PeerReport(IEnumerable<string> arguments)
{
    private const double Giga = 1e9;

    private readonly List<WorkloadResult> _results = [];
    private readonly List<string> _versions = [];

    public void Add(WorkloadResult result) => _results.Add(result);

    public void AddVersions(IEnumerable<string> versions) => _versions.AddRange(versions.Except(_versions).ToArray());

    /// <summary>One result in one line.</summary>
    public static string Line(WorkloadResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Workload.Name}: peak {result.Peak / Giga:f1} GFLOP/s, read {result.Bandwidth / Giga:f1} GB/s; {string.Join("; ", result.Contenders.Select(contender => $"{contender.Contender} {Cell(result, contender)}"))}");

    /// <summary>Prints the page, and with a folder writes it there beside its plots.</summary>
    public void Save(TextWriter console, DirectoryInfo? folder) => ReportFiles.Save("peers", Page(), new PeerPlot(_results), console, folder);

    private string Page()
    {
        var page = new StringBuilder($"""
            # Beside its peers

            Written by this command, in one run:

            ```sh
            dotnet run -c Release --project benchmarks -- {string.Join(' ', arguments.Select(argument => argument.Contains(' ') ? $"\"{argument}\"" : argument))}
            ```

            {string.Join("; ", [$".NET {Environment.Version}", .. _versions])}.
            All run on the same weights and ids, on the same processors, one turn after the other, and their vectors agree. Cells are medians. The FMA peak and the
            read bandwidth, of as many cores, are measured between the turns. FLOPs are those of true pieces: what a peer computes on
            padding is its loss. Behind each peer's time stands how many times BertGen's it is; the last column is the same for the fastest of them.

            * *plain*: the model as PyTorch exports it, with all optimisations of ONNX Runtime. *fused*: its own operations for attention, and for bias and GELU. *flash*: its
              blocked attention, which takes texts of one length only; for mixed lengths it is fed *one by one*, without padding.
            * *eager*: PyTorch, one operation after the other. *nested tensors*: its encoder, whose fast path leaves padding out.

            ![Share of the FMA peak](peers.svg)


            """);
        foreach (IGrouping<(Shape Shape, int Threads), WorkloadResult> group in _results.GroupBy(result => (result.Shape, result.Threads)))
        {
            AppendTable(page, group.Key.Shape, group.Key.Threads, [.. group]);
        }

        return page.ToString().TrimEnd() + "\n";
    }

    private static void AppendTable(StringBuilder page, Shape shape, int threads, WorkloadResult[] results)
    {
        string[] peers = [.. results.SelectMany(result => result.Peers).Select(peer => peer.Contender).Distinct()];
        string[] heads = ["workload", "FMA peak", "read", "BertGen", .. peers, "fastest peer"];
        page.Append(CultureInfo.InvariantCulture, $"## {shape.Name} ({shape.Layers} x {shape.Hidden}), {threads} {(threads == 1 ? "core" : "cores")}\n\n");
        page.Append($"| {string.Join(" | ", heads)} |\n| --- |{string.Concat(heads.Skip(1).Select(_ => " ---: |"))}\n");
        foreach (WorkloadResult result in results)
        {
            IEnumerable<string> cells = peers.Select(name => result.Peers.FirstOrDefault(peer => peer.Contender == name) is { } peer ? Cell(result, peer) : "");
            string fastest = result.Peers.Any() ? Times(result.Peers.Min(peer => peer.Seconds) / result.Own.Seconds) : "";
            page.Append(CultureInfo.InvariantCulture, $"| {result.Workload.Name} | {result.Peak / Giga:f1} GFLOP/s | {result.Bandwidth / Giga:f1} GB/s | **{Cell(result, result.Own)}** | {string.Join(" | ", cells)} | {fastest} |\n");
        }

        page.Append('\n');
    }

    /// <summary>BertGen's time and share of the peak; a peer's time, and how many times BertGen's it is.</summary>
    private static string Cell(WorkloadResult result, Measurement measurement) => measurement == result.Own
        ? string.Create(CultureInfo.InvariantCulture, $"{Milliseconds(measurement)}, {result.Speed(measurement) / result.Peak:p1}")
        : $"{Milliseconds(measurement)}, {Times(measurement.Seconds / result.Own.Seconds)}";

    private static string Times(double ratio) => string.Create(CultureInfo.InvariantCulture, $"{ratio:f2}x");

    /// <summary>Three digits.</summary>
    public static string Milliseconds(Measurement measurement)
    {
        double value = measurement.Seconds * 1e3;
        string format = value switch
        {
            < 1 => "f3",
            < 10 => "f2",
            < 100 => "f1",
            _ => "f0",
        };
        return value.ToString(format, CultureInfo.InvariantCulture) + " ms";
    }
}
