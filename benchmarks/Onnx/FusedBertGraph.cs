namespace BertGen.Benchmarks.Onnx;

/// <summary>
/// The model in ONNX Runtime's own fused operations: one attention of one packed product, and bias with GELU. LayerNorm stays
/// apart from the residual, which is the faster way on a CPU.
/// </summary>
internal sealed class FusedBertGraph(Shape shape, string checkpoint) : BertGraph(shape, checkpoint)
{
    private static readonly string[] Projections = ["query", "key", "value"];

    private string _mask = "";

    protected override string Begin(string embedded, string mask)
    {
        _mask = Graph.Node("Cast", [mask], ("to", 6L));
        return embedded;
    }

    protected override string Attend(string rows, string layer)
    {
        string weights = Graph.Node("Transpose", [Joined(layer, ".weight")], ("perm", [1, 0]));
        return Graph.FusedNode("Attention", [rows, weights, Joined(layer, ".bias"), _mask], ("num_heads", (long)Shape.Heads));
    }

    protected override string Intermediate(string rows, string name) =>
        Graph.FusedNode("BiasGelu", [Product(rows, name), Graph.Weight(name + ".bias")]);

    private string Joined(string layer, string suffix) => Graph.Node(
        "Concat",
        [.. Projections.Select(projection => Graph.Weight($"{layer}attention.self.{projection}{suffix}"))],
        ("axis", 0L));
}
