using System.Globalization;
using BertGen.Benchmarks.Peers;

namespace BertGen.Benchmarks.Precision;

/// <summary>In a panel a dot for each contender, the faster the farther to the right and the better the higher.</summary>
internal sealed class PrecisionPlot(IReadOnlyList<WorkloadResult> speeds, IReadOnlyList<QualityResult> qualities) : PanelPlot(speeds)
{
    private const int Height = 260;
    private const int LabelWidth = 56;
    private const int AxisHeight = 40;

    /// <summary>The decades of 1 minus a cosine; what is nearer than that is nearer than float32's own rounding.</summary>
    private const int WorstDecade = 0;
    private const int BestDecade = -6;

    private static readonly string[] Colours = ["#e4572e", "#c9a227", "#2a78b5", "#8e6bb5", "#2e9e8f"];

    private double _most;

    protected override int PanelWidth => 420;

    protected override IReadOnlyList<string> Names => PrecisionContenders.Names;

    protected override (int Columns, int Panels) Legend => (3, 2);

    protected override int PanelHeight(IReadOnlyList<IEnumerable<WorkloadResult>> panels)
    {
        // All panels have one axis.
        _most = Math.Ceiling(panels.SelectMany(panel => Names.Select(name => SpeedOf(panel, name) ?? 0)).Append(2).Max());
        return TitleHeight + Height + AxisHeight;
    }

    protected override void AddPanel(int left, int top, WorkloadResult[] panel)
    {
        int start = left + LabelWidth, right = left + PanelWidth, upper = top + TitleHeight, lower = upper + Height;
        for (int times = 0; times <= _most; times++)
        {
            AddUpright(Across(start, times), upper, lower, $"{times}x");
        }

        for (int decade = WorstDecade; decade >= BestDecade; decade--)
        {
            AddLevel(Down(upper, Math.Pow(10, decade)), start, right, $"1e{decade}");
        }

        Add($"""<text x="{right}" y="{lower + 32}" text-anchor="end">times BertGen's Float32; up: 1 - smallest cosine</text>""");
        foreach (string name in Names)
        {
            if (SpeedOf(panel, name) is { } speed)
            {
                double loss = LossOf(name);
                AddDot(Across(start, speed), Down(upper, loss), name, string.Create(CultureInfo.InvariantCulture, $"{name}: {speed:f2}x, 1 - smallest cosine {loss:0.0e-0}"));
            }
        }
    }

    protected override void AddDot(double x, double y, string name, string tip)
        => AddCircle(x, y, name == PrecisionContenders.Rounded ? 7 : 5, Colours[Names.ToList().IndexOf(name)], 0.9, tip);

    /// <summary>How many times as fast as BertGen in float32, the geometric mean of the workloads.</summary>
    private static double? SpeedOf(IEnumerable<WorkloadResult> panel, string name)
    {
        double[] ratios = [.. panel.SelectMany(result => result.Contenders.Where(contender => contender.Contender == name).Select(contender => result.Own.Seconds / contender.Seconds))];
        return ratios.Length == 0 ? null : Math.Exp(ratios.Average(Math.Log));
    }

    /// <summary>On the first of the models.</summary>
    private double LossOf(string name) =>
        qualities.FirstOrDefault(result => result.Contender == name) is { } result ? 1 - result.Quality.Smallest : 0;

    private double Across(int start, double times) => start + (times / _most * (PanelWidth - LabelWidth));

    private static double Down(int upper, double loss)
    {
        double decade = Math.Clamp(Math.Log10(Math.Max(loss, double.Epsilon)), BestDecade, WorstDecade);
        return upper + ((decade - BestDecade) / (WorstDecade - BestDecade) * Height);
    }
}
