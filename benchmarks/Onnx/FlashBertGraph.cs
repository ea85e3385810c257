namespace BertGen.Benchmarks.Onnx;

/// <summary>
/// The model with ONNX Runtime's blocked attention, which takes no mask and so only texts of one length, and with products that
/// add their bias themselves. Where something is added to the scores the runtime does without the blocks.
/// </summary>
internal sealed class FlashBertGraph(Shape shape, string checkpoint) : BertGraph(shape, checkpoint)
{
    private string? _distances;

    protected override string Begin(string embedded, string mask, string? distances)
    {
        _distances = distances;
        return Flatten(embedded);
    }

    protected override string Attend(string rows, string layer)
    {
        string[] parts = [.. Projections.Select(projection => Texts(Linear(rows, layer + projection)))];
        return Flatten(Graph.FusedNode("MultiHeadAttention", [.. parts, .. _distances is null ? Array.Empty<string>() : ["", "", _distances]], ("num_heads", (long)Shape.Heads)));
    }

    protected override string Linear(string rows, string name) =>
        Graph.Node("Gemm", [rows, Graph.Weight(name + ".weight"), Graph.Weight(name + ".bias")], ("transB", 1L));

    protected override string Intermediate(string rows, string name) => Graph.FusedNode("Gelu", [Linear(rows, name)]);

    protected override string End(string rows) => Texts(rows);

    private string Flatten(string texts) => Graph.Node("Reshape", [texts, Graph.Constants(-1, Shape.Hidden)]);

    private string Texts(string rows) => Graph.Node("Reshape", [rows, BatchAnd(Shape.Hidden)]);
}
