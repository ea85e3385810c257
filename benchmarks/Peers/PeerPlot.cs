using System.Globalization;

namespace BertGen.Benchmarks.Peers;

/// <summary>In a panel a line for each workload, and on it a dot for each contender where its share of the FMA peak is.</summary>
internal sealed class PeerPlot(IReadOnlyList<WorkloadResult> results) : PanelPlot(results)
{
    private const string Own = "BertGen";
    private const int LabelWidth = 72;
    private const int LineHeight = 26;
    private const int AxisHeight = 30;

    private static readonly string[] Colours = ["#2a78b5", "#5aa9d6", "#2e9e8f", "#8cc084", "#8e6bb5", "#b58fcf", "#c9a227"];

    private readonly string[] _peers = [.. results.SelectMany(result => result.Peers).Select(peer => peer.Contender).Distinct()];

    protected override int PanelWidth => 300;

    protected override IReadOnlyList<string> Names => [Own, .. _peers];

    protected override (int Columns, int Panels) Legend => (4, 3);

    protected override int PanelHeight(IReadOnlyList<IEnumerable<WorkloadResult>> panels)
        => TitleHeight + (panels.Select(panel => panel.Count()).DefaultIfEmpty().Max() * LineHeight) + AxisHeight;

    protected override void AddPanel(int left, int top, WorkloadResult[] panel)
    {
        int axis = left + LabelWidth, bottom = top + TitleHeight + (panel.Length * LineHeight);
        for (int percent = 0; percent <= 100; percent += 25)
        {
            AddUpright(Position(axis, percent / 100.0), top + TitleHeight - 4, bottom, $"{percent} %");
        }

        foreach ((int i, WorkloadResult line) in panel.Index())
        {
            int y = top + TitleHeight + (i * LineHeight) + (LineHeight / 2);
            AddLevel(y, axis, left + PanelWidth, line.Workload.Name);
            foreach (Measurement measurement in line.Contenders.Reverse())
            {
                double share = line.Speed(measurement) / line.Peak;
                string tip = string.Create(CultureInfo.InvariantCulture, $"{measurement.Contender}: {share:p1} of the peak, {measurement.Seconds * 1e3:g4} ms");
                AddDot(Position(axis, share), y, measurement == line.Own ? Own : measurement.Contender, tip);
            }
        }
    }

    /// <summary>A full dot for BertGen, a smaller one for a peer.</summary>
    protected override void AddDot(double x, double y, string name, string tip)
    {
        int peer = Array.IndexOf(_peers, name);
        AddCircle(x, y, peer < 0 ? 6 : 4.5, peer < 0 ? "#e4572e" : Colours[peer % Colours.Length], peer < 0 ? 1 : 0.85, tip);
    }

    private double Position(int axis, double share) => axis + (share * (PanelWidth - LabelWidth));
}
