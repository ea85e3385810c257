namespace BertGen.Benchmarks.Onnx;

/// <summary>
/// The model as PyTorch exports it: attention and GELU from elementary operations. ONNX Runtime fuses of it what it can.
/// </summary>
internal sealed class PlainBertGraph(Shape shape, string checkpoint) : BertGraph(shape, checkpoint)
{
    private const float Masked = -10000f;

    private string _bias = "";

    protected override string Begin(string embedded, string mask)
    {
        // 0 where a piece is, -10000 where padding is, [batch, 1, 1, pieces].
        string wide = Graph.Node("Unsqueeze", [mask, Graph.Constants(1, 2)]);
        string number = Graph.Node("Cast", [wide], ("to", 1L));
        _bias = Graph.Node("Mul", [Graph.Node("Sub", [Graph.Constant(1f), number]), Graph.Constant(Masked)]);
        return embedded;
    }

    protected override string Attend(string rows, string layer)
    {
        string queries = Heads(Linear(rows, layer + "attention.self.query"), [0, 2, 1, 3]);
        string keys = Heads(Linear(rows, layer + "attention.self.key"), [0, 2, 3, 1]);
        string values = Heads(Linear(rows, layer + "attention.self.value"), [0, 2, 1, 3]);
        string scores = Graph.Node("Div", [Graph.Node("MatMul", [queries, keys]), Graph.Constant(MathF.Sqrt(Shape.HeadSize))]);
        string weights = Graph.Node("Softmax", [Graph.Node("Add", [scores, _bias])], ("axis", -1L));
        string context = Graph.Node("Transpose", [Graph.Node("MatMul", [weights, values])], ("perm", [0, 2, 1, 3]));
        return Graph.Node("Reshape", [context, BatchAnd(Shape.Hidden)]);
    }

    protected override string Intermediate(string rows, string name)
    {
        string x = Linear(rows, name);
        string erf = Graph.Node("Erf", [Graph.Node("Div", [x, Graph.Constant(MathF.Sqrt(2))])]);
        return Graph.Node("Mul", [Graph.Node("Mul", [x, Graph.Node("Add", [erf, Graph.Constant(1f)])]), Graph.Constant(0.5f)]);
    }

    private string Heads(string rows, long[] order) =>
        Graph.Node("Transpose", [Graph.Node("Reshape", [rows, BatchAnd(Shape.Heads, Shape.HeadSize)])], ("perm", order));
}
