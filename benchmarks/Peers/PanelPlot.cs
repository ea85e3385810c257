using System.Globalization;
using System.Text;

namespace BertGen.Benchmarks.Peers;

/// <summary>A run as a plot: a panel for each shape and number of cores below a legend of dots. Colours hold on light and dark pages.</summary>
/// <param name="results">What was measured.</param>
internal abstract class PanelPlot(IReadOnlyList<WorkloadResult> results)
{
    protected const int TitleHeight = 34;
    private const int Margin = 24;
    private const int LegendHeight = 52;

    private readonly StringBuilder _svg = new();

    /// <summary>Width of a panel.</summary>
    protected abstract int PanelWidth { get; }

    /// <summary>Names in the legend, in the order of their dots.</summary>
    protected abstract IReadOnlyList<string> Names { get; }

    /// <summary>The legend has as many columns, over the width of as many panels.</summary>
    protected abstract (int Columns, int Panels) Legend { get; }

    /// <summary>The whole plot, as SVG.</summary>
    public override string ToString()
    {
        IGrouping<(Shape Shape, int Threads), WorkloadResult>[] panels = [.. results.GroupBy(result => (result.Shape, result.Threads))];
        Shape[] shapes = [.. panels.Select(panel => panel.Key.Shape).Distinct()];
        int[] threads = [.. panels.Select(panel => panel.Key.Threads).Distinct()];
        int panelHeight = PanelHeight(panels);
        int width = Margin + (Math.Max(shapes.Length, Legend.Panels) * (PanelWidth + Margin)), height = LegendHeight + (threads.Length * panelHeight) + Margin;

        _svg.Clear();
        Add($"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family="system-ui, sans-serif" font-size="12">
            <style>text {'{'} fill: #767c85 {'}'} .title {'{'} font-weight: 600 {'}'} .line {'{'} stroke: #767c85; stroke-opacity: 0.3 {'}'}</style>
            """);
        AddLegend();
        foreach (IGrouping<(Shape Shape, int Threads), WorkloadResult> panel in panels)
        {
            int left = Margin + (Array.IndexOf(shapes, panel.Key.Shape) * (PanelWidth + Margin));
            int top = LegendHeight + (Array.IndexOf(threads, panel.Key.Threads) * panelHeight);
            Add($"""<text x="{left}" y="{top + 20}" class="title">{panel.Key.Shape.Name}, {panel.Key.Threads} {(panel.Key.Threads == 1 ? "core" : "cores")}</text>""");
            AddPanel(left, top, [.. panel]);
        }

        Add($"</svg>");
        return _svg.ToString();
    }

    /// <summary>Height of a panel with its title and its axis, for all of them.</summary>
    protected abstract int PanelHeight(IReadOnlyList<IEnumerable<WorkloadResult>> panels);

    /// <summary>Draws what is below the title of a panel.</summary>
    protected abstract void AddPanel(int left, int top, WorkloadResult[] panel);

    /// <summary>Draws the dot of a name.</summary>
    protected abstract void AddDot(double x, double y, string name, string tip);

    /// <summary>Draws a line of a grid from top to bottom, with a label below.</summary>
    protected void AddUpright(double x, int top, int bottom, string label)
    {
        Add($"""<line x1="{x:f1}" y1="{top}" x2="{x:f1}" y2="{bottom}" class="line"/>""");
        Add($"""<text x="{x:f1}" y="{bottom + 16}" text-anchor="middle">{label}</text>""");
    }

    /// <summary>Draws a line of a grid from left to right, with a label before it.</summary>
    protected void AddLevel(double y, int left, int right, string label)
    {
        Add($"""<text x="{left - 8}" y="{y + 4:f1}" text-anchor="end">{label}</text>""");
        Add($"""<line x1="{left}" y1="{y:f1}" x2="{right}" y2="{y:f1}" class="line"/>""");
    }

    /// <summary>Draws a circle.</summary>
    protected void AddCircle(double x, double y, double radius, string colour, double opacity, string tip)
        => Add($"""<circle cx="{x:f1}" cy="{y:f1}" r="{radius}" fill="{colour}" fill-opacity="{opacity}"><title>{tip}</title></circle>""");

    /// <summary>Adds an element; numbers are written as SVG has them.</summary>
    protected void Add(FormattableString line) => _svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private void AddLegend()
    {
        int column = (PanelWidth + Margin) * Legend.Panels / Legend.Columns;
        foreach ((int i, string name) in Names.Index())
        {
            int x = Margin + (i % Legend.Columns * column), y = 18 + (i / Legend.Columns * 18);
            AddDot(x + 6, y - 4, name, name);
            Add($"""<text x="{x + 18}" y="{y}">{name}</text>""");
        }
    }
}
