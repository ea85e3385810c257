namespace BertGen.Benchmarks.Onnx;

/// <summary>
/// The model in ONNX Runtime's own fused operations: one attention of one packed product, and bias with GELU. LayerNorm stays
/// apart from the residual, which is the faster way on a CPU.
/// </summary>
internal sealed class FusedBertGraph(Shape shape, string checkpoint) : BertGraph(shape, checkpoint)
{
    private string _mask = "";
    private string? _distances;

    protected override string Begin(string embedded, string mask, string? distances)
    {
        _mask = Graph.Node("Cast", [mask], ("to", 6L));
        _distances = distances;
        return embedded;
    }

    protected override string Attend(string rows, string layer)
    {
        string weights = Graph.Node("Transpose", [Joined(layer, ".weight")], ("perm", [1, 0]));

        // The operation's fifth input is what was computed before, of which there is nothing.
        string[] inputs = [rows, weights, Joined(layer, ".bias"), _mask, .. _distances is null ? Array.Empty<string>() : ["", _distances]];
        return Graph.FusedNode("Attention", inputs, ("num_heads", (long)Shape.Heads));
    }

    protected override string Intermediate(string rows, string name) =>
        Graph.FusedNode("BiasGelu", [Product(rows, name), Graph.Weight(name + ".bias")]);

    private string Joined(string layer, string suffix) =>
        Graph.Node("Concat", [.. Projections.Select(projection => Graph.Weight(layer + projection + suffix))], ("axis", 0L));
}
