using System.Globalization;
using System.Text;

namespace TrainingSamples;

/// <summary>Draws curves over steps as an SVG image, readable on light and on dark pages.</summary>
internal static class CurveChart
{
    private const int Width = 720;
    private const int PanelHeight = 254;
    private const int Left = 60;
    private const int Right = 20;
    private const int Top = 48;
    private const int Bottom = 36;
    private const int TickCount = 5;

    // Colours that those see apart who see few (Okabe and Ito).
    private static readonly string[] Colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7"];

    /// <summary>One chart of some curves.</summary>
    /// <param name="Title">What the curves show.</param>
    /// <param name="Curves">Name and points of each.</param>
    public sealed record Panel(string Title, params (string Name, (double X, double Y)[] Points)[] Curves);

    /// <summary>Writes the charts, one below the other.</summary>
    public static void Save(string path, params Panel[] panels)
    {
        var svg = new StringBuilder();
        int height = panels.Length * PanelHeight;
        svg.Append(Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" width=\"{Width}\" height=\"{height}\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#808080\">\n"));
        for (int i = 0; i < panels.Length; i++)
        {
            Draw(svg, panels[i], i * PanelHeight);
        }

        svg.Append("</svg>\n");
        File.WriteAllText(path, svg.ToString());
    }

    private static void Draw(StringBuilder svg, Panel panel, int top)
    {
        (double X, double Y)[] all = [.. panel.Curves.SelectMany(curve => curve.Points)];
        if (all.Length == 0)
        {
            return;
        }

        double stepX = TickStep(all.Max(point => point.X)), stepY = TickStep(all.Max(point => point.Y));
        double endX = Math.Max(all.Max(point => point.X), stepX), endY = Math.Ceiling(all.Max(point => point.Y) / stepY) * stepY;
        svg.Append(Invariant($"<text x=\"{Left}\" y=\"{top + 16}\" font-weight=\"bold\">{panel.Title}</text>\n"));
        for (double y = 0; y <= endY + (stepY / 2); y += stepY)
        {
            svg.Append(Invariant($"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(y):f1}\" y2=\"{Y(y):f1}\" stroke=\"#808080\" stroke-opacity=\"0.3\"/>\n"));
            svg.Append(Invariant($"<text x=\"{Left - 6}\" y=\"{Y(y) + 4:f1}\" text-anchor=\"end\">{y:0.###}</text>\n"));
        }

        for (double x = 0; x <= endX; x += stepX)
        {
            svg.Append(Invariant($"<text x=\"{X(x):f1}\" y=\"{top + PanelHeight - Bottom + 18}\" text-anchor=\"middle\">{x:0}</text>\n"));
        }

        svg.Append(Invariant($"<text x=\"{Left - 6}\" y=\"{top + PanelHeight - Bottom + 18}\" text-anchor=\"end\">step</text>\n"));
        int label = Left;
        for (int i = 0; i < panel.Curves.Length; i++)
        {
            var (name, points) = panel.Curves[i];
            string line = string.Join(' ', points.Select(point => Invariant($"{X(point.X):f1},{Y(point.Y):f1}")));
            svg.Append(Invariant($"<polyline fill=\"none\" stroke=\"{Colours[i]}\" stroke-width=\"2\" points=\"{line}\"/>\n"));
            svg.Append(Invariant($"<text x=\"{label}\" y=\"{top + 34}\" fill=\"{Colours[i]}\">{name}</text>\n"));
            label += 20 + (7 * name.Length);
        }

        double X(double x) => Left + (x / endX * (Width - Left - Right));
        double Y(double y) => top + PanelHeight - Bottom - (y / endY * (PanelHeight - Top - Bottom));
    }

    /// <summary>1, 2 or 5 times a power of ten, so that there are about as many ticks as there should be.</summary>
    private static double TickStep(double end)
    {
        double least = Math.Max(end, 1e-9) / TickCount;
        double power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return power * (least / power <= 1 ? 1 : least / power <= 2 ? 2 : least / power <= 5 ? 5 : 10);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
