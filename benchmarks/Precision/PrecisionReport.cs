using System.Globalization;
using System.Text;
using BertGen.Benchmarks.Peers;
using BertGen.Engine.Kernels.Integer;
using BertGen.Tool.Quality;
using Microsoft.ML.OnnxRuntime;

namespace BertGen.Benchmarks.Precision;

/// <summary>The tables of a run, as a page of the documentation. All its prose is here.</summary>
/// <param name="arguments">The arguments of the command that makes the page.</param>
/// <param name="processor">A word for the processor, which the page's name ends with, or null.</param>
internal sealed class PrecisionReport(IEnumerable<string> arguments, string? processor)
{
    private const int FirstVersion = 10;

    /// <summary>Of each version of .NET a page of its own: which instructions there are for products of 8 bits is decided by it.</summary>
    private readonly string _name = (IsLater ? $"precision-net{Environment.Version.Major}" : "precision") + (processor is null ? "" : $"-{processor}");

    private static readonly string Framework = IsLater ? $"-p:BenchmarksFramework=net{Environment.Version.Major}.0 " : "";

    private readonly List<WorkloadResult> _speeds = [];
    private readonly List<QualityResult> _qualities = [];

    private static bool IsLater => Environment.Version.Major > FirstVersion;

    public void Add(WorkloadResult result) => _speeds.Add(result);

    public void Add(QualityResult result) => _qualities.Add(result);

    /// <summary>Prints the page, and with a folder writes it there beside its plot.</summary>
    public void Save(TextWriter console, DirectoryInfo? folder) => ReportFiles.Save(_name, Page(), new PrecisionPlot(_speeds, _qualities), console, folder);

    private string Page()
    {
        var page = new StringBuilder($"""
            # Numbers of 8 bits: speed and quality{(processor is null ? "" : $", {processor}")}

            Written by this command, in one run:

            ```sh
            dotnet run -c Release {Framework}--project benchmarks -- {string.Join(' ', arguments.Select(argument => argument.Contains(' ') ? $"\"{argument}\"" : argument))}
            ```

            .NET {Environment.Version}; products of 8 bits by {IntegerKernels.Best.Name}; ONNX Runtime {OrtEnv.Instance().GetVersionString()}.
            What Int8 does, and when it is the wrong choice, is on [the page about it](../precision.md).

            * *Int8*: `Precision = BertPrecision.Int8`. Rows and weights are rotated, then rounded in blocks of 128 inputs, a scale each; nothing is calibrated.
            * *float32* of ONNX Runtime: the model in its own operations for attention, and for bias and GELU.
            * *int8*: the same with dynamic quantization, as its tool `quantize_dynamic` writes it by default: rows are rounded in every call with one scale for all of them, and each matrix
              with one scale. *By channel*: each output of a matrix has its own.

            ![Speed and quality]({_name}.svg)

            A dot is a contender. To the right it is faster: how many times BertGen's Float32, the geometric mean of the workloads. Up it is better: 1 minus the smallest cosine of any text, on a
            logarithmic scale. The quality in all panels is that of all-MiniLM-L6-v2; what rounding costs depends on the weights, and the shapes that speed is measured on have random ones.

            ## Quality


            """);
        AppendQuality(page);
        page.Append("""
            ## Speed

            All run on the same weights and ids, on the same processors, one turn after the other. Cells are medians, and behind them how many times as fast as BertGen's Float32 that is.
            ONNX Runtime is given mixed lengths padded to the longest, as it takes them.


            """);
        foreach (IGrouping<(Shape Shape, int Threads), WorkloadResult> group in _speeds.GroupBy(result => (result.Shape, result.Threads)))
        {
            AppendSpeed(page, group.Key.Shape, group.Key.Threads, [.. group]);
        }

        return page.ToString().TrimEnd() + "\n";
    }

    private void AppendQuality(StringBuilder page)
    {
        page.Append("Sentence vectors beside BertGen's Float32, of published weights: the cosines of the two vectors of each text, and how many of the ten nearest texts of each stay. Texts of\n");
        page.Append("many languages and kinds, and definitions of WordNet.\n\n");
        page.Append("| model | | mean cosine | 1st percentile | smallest | ten nearest |\n| --- | --- | ---: | ---: | ---: | ---: |\n");
        foreach (QualityResult result in _qualities)
        {
            QualityComparison quality = result.Quality;
            string name = result.Contender == PrecisionContenders.Rounded ? $"**{result.Contender}**" : result.Contender;
            page.Append(CultureInfo.InvariantCulture, $"| {result.Model} | {name} | {quality.Mean:f5} | {quality.FirstPercentile:f5} | {quality.Smallest:f5} | {quality.Nearest * 100:f1} % |\n");
        }

        page.Append('\n');
    }

    private static void AppendSpeed(StringBuilder page, Shape shape, int threads, WorkloadResult[] results)
    {
        string[] names = [.. PrecisionContenders.Names.Where(name => results.Any(result => result.Contenders.Any(contender => contender.Contender == name)))];
        page.Append(CultureInfo.InvariantCulture, $"### {shape.Name} ({shape.Layers} x {shape.Hidden}), {threads} {(threads == 1 ? "core" : "cores")}\n\n");
        page.Append(CultureInfo.InvariantCulture, $"| workload | FMA peak | {string.Join(" | ", names)} |\n| --- |{string.Concat(names.Select(_ => " ---: |"))} ---: |\n");
        foreach (WorkloadResult result in results)
        {
            IEnumerable<string> cells = names.Select(name => Cell(result, result.Contenders.Single(contender => contender.Contender == name)));
            page.Append(CultureInfo.InvariantCulture, $"| {result.Workload.Name} | {result.Peak / 1e9:f0} GFLOP/s | {string.Join(" | ", cells)} |\n");
        }

        page.Append('\n');
    }

    private static string Cell(WorkloadResult result, Measurement measurement) => measurement == result.Own
        ? PeerReport.Milliseconds(measurement)
        : string.Create(CultureInfo.InvariantCulture, $"{PeerReport.Milliseconds(measurement)}, {result.Own.Seconds / measurement.Seconds:f2}x");
}
