using System.Globalization;
using System.Text;
using BertGen.Benchmarks.Peers;

namespace BertGen.Benchmarks.Precision;

/// <summary>
/// The run as a plot: a panel for each shape and number of cores, and in it a dot for each contender, the faster the farther to the right and
/// the better the higher. Colours hold on light and dark pages.
/// </summary>
internal sealed class PrecisionPlot(IReadOnlyList<WorkloadResult> speeds, IReadOnlyList<QualityResult> qualities)
{
    private const int PanelWidth = 420;
    private const int PanelHeight = 260;
    private const int LabelWidth = 56;
    private const int Margin = 24;
    private const int TitleHeight = 34;
    private const int AxisHeight = 40;
    private const int LegendHeight = 52;
    private const int LegendColumns = 3;

    /// <summary>The decades of 1 minus a cosine; what is nearer than that is nearer than float32's own rounding.</summary>
    private const int WorstDecade = 0;
    private const int BestDecade = -6;

    private static readonly string[] Colours = ["#e4572e", "#c9a227", "#2a78b5", "#8e6bb5", "#2e9e8f"];

    private readonly StringBuilder _svg = new();

    public override string ToString()
    {
        IGrouping<(Shape Shape, int Threads), WorkloadResult>[] panels = [.. speeds.GroupBy(result => (result.Shape, result.Threads))];
        Shape[] shapes = [.. panels.Select(panel => panel.Key.Shape).Distinct()];
        int[] threads = [.. panels.Select(panel => panel.Key.Threads).Distinct()];
        int fullHeight = TitleHeight + PanelHeight + AxisHeight;
        int width = Margin + (Math.Max(shapes.Length, 2) * (PanelWidth + Margin)), height = LegendHeight + (threads.Length * fullHeight) + Margin;
        double fastest = panels.SelectMany(panel => PrecisionContenders.Names.Select(name => SpeedOf(panel, name) ?? 0)).Append(2).Max();

        _svg.Clear();
        Add($"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family="system-ui, sans-serif" font-size="12">
            <style>text {'{'} fill: #767c85 {'}'} .title {'{'} font-weight: 600 {'}'} .line {'{'} stroke: #767c85; stroke-opacity: 0.3 {'}'}</style>
            """);
        AddLegend(width);
        foreach (IGrouping<(Shape Shape, int Threads), WorkloadResult> panel in panels)
        {
            int x = Margin + (Array.IndexOf(shapes, panel.Key.Shape) * (PanelWidth + Margin));
            int y = LegendHeight + (Array.IndexOf(threads, panel.Key.Threads) * fullHeight);
            AddPanel(x, y, panel, Math.Ceiling(fastest));
        }

        Add($"</svg>");
        return _svg.ToString();
    }

    private void AddLegend(int width)
    {
        int column = (width - Margin) / LegendColumns;
        foreach ((int i, string name) in PrecisionContenders.Names.Index())
        {
            int x = Margin + (i % LegendColumns * column), y = 18 + (i / LegendColumns * 18);
            AddDot(x + 6, y - 4, name, name);
            Add($"""<text x="{x + 18}" y="{y}">{name}</text>""");
        }
    }

    private void AddPanel(int left, int top, IGrouping<(Shape Shape, int Threads), WorkloadResult> panel, double most)
    {
        int start = left + LabelWidth, upper = top + TitleHeight, lower = upper + PanelHeight;
        Add($"""<text x="{left}" y="{top + 20}" class="title">shape of {panel.Key.Shape.Name}, {panel.Key.Threads} {(panel.Key.Threads == 1 ? "core" : "cores")}</text>""");
        for (int times = 0; times <= most; times++)
        {
            double x = Across(start, times / most);
            Add($"""<line x1="{x:f1}" y1="{upper}" x2="{x:f1}" y2="{lower}" class="line"/>""");
            Add($"""<text x="{x:f1}" y="{lower + 16}" text-anchor="middle">{times}x</text>""");
        }

        for (int decade = WorstDecade; decade >= BestDecade; decade--)
        {
            double y = Down(upper, Math.Pow(10, decade));
            Add($"""<line x1="{start}" y1="{y:f1}" x2="{left + PanelWidth}" y2="{y:f1}" class="line"/>""");
            Add($"""<text x="{start - 8}" y="{y + 4:f1}" text-anchor="end">1e{decade}</text>""");
        }

        Add($"""<text x="{left + PanelWidth}" y="{lower + 32}" text-anchor="end">times BertGen's Float32; up: 1 - smallest cosine</text>""");
        foreach (string name in PrecisionContenders.Names)
        {
            if (SpeedOf(panel, name) is { } speed)
            {
                double loss = LossOf(name);
                AddDot(Across(start, speed / most), Down(upper, loss), name, string.Create(CultureInfo.InvariantCulture, $"{name}: {speed:f2}x, 1 - smallest cosine {loss:0.0e-0}"));
            }
        }
    }

    /// <summary>How many times as fast as BertGen in float32, the geometric mean of the workloads.</summary>
    private static double? SpeedOf(IEnumerable<WorkloadResult> panel, string name)
    {
        double[] ratios = [.. panel.SelectMany(result => result.Contenders.Where(contender => contender.Contender == name).Select(contender => result.Own.Seconds / contender.Seconds))];
        return ratios.Length == 0 ? null : Math.Exp(ratios.Average(Math.Log));
    }

    /// <summary>On the first of the models.</summary>
    private double LossOf(string name) =>
        qualities.FirstOrDefault(result => result.Contender == name) is { } result ? 1 - result.Quality.Smallest : 0;

    private void AddDot(double x, double y, string name, string tip)
    {
        int index = PrecisionContenders.Names.ToList().IndexOf(name);
        Add($"""<circle cx="{x:f1}" cy="{y:f1}" r="{(name == PrecisionContenders.Rounded ? 7 : 5)}" fill="{Colours[index]}" fill-opacity="0.9"><title>{tip}</title></circle>""");
    }

    private static double Across(int start, double share) => start + (share * (PanelWidth - LabelWidth));

    private static double Down(int upper, double loss)
    {
        double decade = Math.Clamp(Math.Log10(Math.Max(loss, double.Epsilon)), BestDecade, WorstDecade);
        return upper + ((decade - BestDecade) / (WorstDecade - BestDecade) * PanelHeight);
    }

    private void Add(FormattableString line) => _svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
