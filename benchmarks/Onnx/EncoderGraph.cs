namespace BertGen.Benchmarks.Onnx;

/// <summary>Writes an encoder as an ONNX model; what all families and forms share.</summary>
internal abstract class EncoderGraph(Shape shape, string checkpoint)
{
    /// <summary>What is added to the scores of pieces that are not attended to.</summary>
    protected const float Masked = -10000f;

    protected Shape Shape => shape;

    protected OnnxGraph Graph { get; } = new(checkpoint);

    protected string Ids { get; private set; } = "";

    /// <summary>Writes the model; its inputs are input_ids, token_type_ids and attention_mask.</summary>
    public void Save(string path)
    {
        Ids = Graph.Input("input_ids");
        string types = Graph.Input("token_type_ids");
        string mask = Graph.Input("attention_mask");
        Graph.Save(path, Encode(types, mask), shape.Hidden);
    }

    /// <summary>The last layer, [batch, pieces, width].</summary>
    protected abstract string Encode(string types, string mask);

    /// <summary>rows W; the transposition of constants is done once, when the model is loaded.</summary>
    protected string Product(string rows, string name) => Graph.Node("MatMul", [rows, Graph.Node("Transpose", [Graph.Weight(name + ".weight")], ("perm", [1, 0]))]);

    /// <summary>A shape: the batch and the pieces of the input, then some lengths.</summary>
    protected string BatchAnd(params ReadOnlySpan<long> lengths) =>
        Graph.Node("Concat", [Graph.Node("Shape", [Ids]), Graph.Constants(lengths)], ("axis", 0L));

    /// <summary>The pieces of a row, as a list of one.</summary>
    protected string Pieces() => Graph.Node("Slice", [Graph.Node("Shape", [Ids]), Graph.Constants(1), Graph.Constants(2), Graph.Constants(0)]);

    /// <summary>The columns, [pieces].</summary>
    protected string Columns() => Graph.Node("Range", [Graph.Constant(0L), Graph.Node("Squeeze", [Pieces(), Graph.Constants(0)]), Graph.Constant(1L)]);

    /// <summary>The column of a piece without that of another, [pieces, pieces].</summary>
    protected string Distances()
    {
        string columns = Columns();
        return Graph.Node("Sub", [Graph.Node("Unsqueeze", [columns, Graph.Constants(0)]), Graph.Node("Unsqueeze", [columns, Graph.Constants(1)])]);
    }

    /// <summary>0 where a piece is and <see cref="Masked"/> where padding is, [batch, 1, 1, pieces].</summary>
    protected string MaskBias(string mask)
    {
        string number = Graph.Node("Cast", [Graph.Node("Unsqueeze", [mask, Graph.Constants(1, 2)])], ("to", 1L));
        return Graph.Node("Mul", [Graph.Node("Sub", [Graph.Constant(1f), number]), Graph.Constant(Masked)]);
    }

    /// <summary>Attention from elementary operations; queries and values are [batch, heads, pieces, head size], keys the other way round, [batch, heads, head size, pieces].</summary>
    protected string PlainAttention(string queries, string keys, string values, string bias)
    {
        string scores = Graph.Node("Div", [Graph.Node("MatMul", [queries, keys]), Graph.Constant(MathF.Sqrt(shape.HeadSize))]);
        string weights = Graph.Node("Softmax", [Graph.Node("Add", [scores, bias])], ("axis", -1L));
        string context = Graph.Node("Transpose", [Graph.Node("MatMul", [weights, values])], ("perm", [0, 2, 1, 3]));
        return Graph.Node("Reshape", [context, BatchAnd(shape.Hidden)]);
    }

    /// <summary>gelu(x), from elementary operations.</summary>
    protected string PlainGelu(string x)
    {
        string erf = Graph.Node("Erf", [Graph.Node("Div", [x, Graph.Constant(MathF.Sqrt(2))])]);
        return Graph.Node("Mul", [Graph.Node("Mul", [x, Graph.Node("Add", [erf, Graph.Constant(1f)])]), Graph.Constant(0.5f)]);
    }

    /// <summary>Rows as heads, [batch, pieces, heads, head size] in another order.</summary>
    protected string Heads(string rows, long[] order) =>
        Graph.Node("Transpose", [Graph.Node("Reshape", [rows, BatchAnd(shape.Heads, shape.HeadSize)])], ("perm", order));
}
