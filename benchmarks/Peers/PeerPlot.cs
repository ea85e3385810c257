using System.Globalization;
using System.Text;

namespace BertGen.Benchmarks.Peers;

/// <summary>
/// The run as a plot: a panel for each shape and number of cores, a line for each workload, and on it a dot for each contender where its
/// share of the FMA peak is. Colours hold on light and dark pages.
/// </summary>
internal sealed class PeerPlot(IReadOnlyList<WorkloadResult> results)
{
    private const int PanelWidth = 300;
    private const int LabelWidth = 72;
    private const int LineHeight = 26;
    private const int Margin = 24;
    private const int TitleHeight = 34;
    private const int AxisHeight = 30;
    private const int LegendHeight = 52;

    /// <summary>The legend has as many columns, over the width of as many panels.</summary>
    private const int LegendColumns = 4;
    private const int LegendPanels = 3;

    private const string OwnColour = "#e4572e";

    private static readonly string[] Colours = ["#2a78b5", "#5aa9d6", "#2e9e8f", "#8cc084", "#8e6bb5", "#b58fcf", "#c9a227"];

    private readonly StringBuilder _svg = new();
    private readonly string[] _peers = [.. results.SelectMany(result => result.Peers).Select(peer => peer.Contender).Distinct()];

    public override string ToString()
    {
        IGrouping<(Shape Shape, int Threads), WorkloadResult>[] panels = [.. results.GroupBy(result => (result.Shape, result.Threads))];
        Shape[] shapes = [.. panels.Select(panel => panel.Key.Shape).Distinct()];
        int[] threads = [.. panels.Select(panel => panel.Key.Threads).Distinct()];
        int lines = panels.Length == 0 ? 0 : panels.Max(panel => panel.Count());
        int panelHeight = TitleHeight + (lines * LineHeight) + AxisHeight;
        int width = Margin + (Math.Max(shapes.Length, LegendPanels) * (PanelWidth + Margin)), height = LegendHeight + (threads.Length * panelHeight) + Margin;

        _svg.Clear();
        Add($"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family="system-ui, sans-serif" font-size="12">
            <style>text {'{'} fill: #767c85 {'}'} .title {'{'} font-weight: 600 {'}'} .line {'{'} stroke: #767c85; stroke-opacity: 0.3 {'}'}</style>
            """);
        AddLegend();
        foreach (IGrouping<(Shape Shape, int Threads), WorkloadResult> panel in panels)
        {
            int x = Margin + (Array.IndexOf(shapes, panel.Key.Shape) * (PanelWidth + Margin));
            int y = LegendHeight + (Array.IndexOf(threads, panel.Key.Threads) * panelHeight);
            AddPanel(x, y, panel.Key.Shape, panel.Key.Threads, [.. panel]);
        }

        Add($"</svg>");
        return _svg.ToString();
    }

    private void AddLegend()
    {
        string[] names = ["BertGen", .. _peers];
        int column = (PanelWidth + Margin) * LegendPanels / LegendColumns;
        for (int i = 0; i < names.Length; i++)
        {
            int x = Margin + (i % LegendColumns * column), y = 18 + (i / LegendColumns * 18);
            AddDot(x + 6, y - 4, i == 0 ? null : names[i], names[i]);
            Add($"""<text x="{x + 18}" y="{y}">{names[i]}</text>""");
        }
    }

    private void AddPanel(int left, int top, Shape shape, int threads, WorkloadResult[] lines)
    {
        int axis = left + LabelWidth, bottom = top + TitleHeight + (lines.Length * LineHeight);
        Add($"""<text x="{left}" y="{top + 20}" class="title">{shape.Name}, {threads} {(threads == 1 ? "core" : "cores")}</text>""");
        for (int percent = 0; percent <= 100; percent += 25)
        {
            double x = Position(axis, percent / 100.0);
            Add($"""<line x1="{x:f1}" y1="{top + TitleHeight - 4}" x2="{x:f1}" y2="{bottom}" class="line"/>""");
            Add($"""<text x="{x:f1}" y="{bottom + 16}" text-anchor="middle">{percent} %</text>""");
        }

        for (int i = 0; i < lines.Length; i++)
        {
            WorkloadResult line = lines[i];
            int y = top + TitleHeight + (i * LineHeight) + (LineHeight / 2);
            Add($"""<text x="{axis - 8}" y="{y + 4}" text-anchor="end">{line.Workload.Name}</text>""");
            Add($"""<line x1="{axis}" y1="{y}" x2="{left + PanelWidth}" y2="{y}" class="line"/>""");
            foreach (Measurement measurement in line.Contenders.Reverse())
            {
                double share = line.Speed(measurement) / line.Peak;
                string tip = string.Create(CultureInfo.InvariantCulture, $"{measurement.Contender}: {share:p1} of the peak, {measurement.Seconds * 1e3:g4} ms");
                AddDot(Position(axis, share), y, measurement == line.Own ? null : measurement.Contender, tip);
            }
        }
    }

    /// <summary>A full dot for BertGen, a smaller one for a peer.</summary>
    private void AddDot(double x, double y, string? peer, string tip)
    {
        string colour = peer is null ? OwnColour : Colours[Array.IndexOf(_peers, peer) % Colours.Length];
        Add($"""<circle cx="{x:f1}" cy="{y:f1}" r="{(peer is null ? 6 : 4.5)}" fill="{colour}"{(peer is null ? "" : " fill-opacity=\"0.85\"")}><title>{tip}</title></circle>""");
    }

    private static double Position(int axis, double share) => axis + (share * (PanelWidth - LabelWidth));

    private void Add(FormattableString line) => _svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
