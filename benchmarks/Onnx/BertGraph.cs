namespace BertGen.Benchmarks.Onnx;

/// <summary>Writes BERT as an ONNX model; what the forms of it share.</summary>
internal abstract class BertGraph(Shape shape, string checkpoint)
{
    private const float Epsilon = 1e-12f;

    protected Shape Shape => shape;

    protected OnnxGraph Graph { get; } = new(checkpoint);

    protected string Ids { get; private set; } = "";

    /// <summary>Writes the model; its inputs are input_ids, token_type_ids and attention_mask.</summary>
    public void Save(string path)
    {
        Ids = Graph.Input("input_ids");
        string types = Graph.Input("token_type_ids");
        string mask = Graph.Input("attention_mask");
        string rows = Begin(Embed(types), mask);
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            rows = Layer(rows, $"encoder.layer.{layer}.");
        }

        Graph.Save(path, End(rows), shape.Hidden);
    }

    /// <summary>Prepares what all layers share, and the rows as the layers take them.</summary>
    protected abstract string Begin(string embedded, string mask);

    /// <summary>The context of every piece, before the product behind the attention.</summary>
    protected abstract string Attend(string rows, string layer);

    /// <summary>gelu(rows W + b).</summary>
    protected abstract string Intermediate(string rows, string name);

    /// <summary>rows W + b.</summary>
    protected virtual string Linear(string rows, string name) => Graph.Node("Add", [Product(rows, name), Graph.Weight(name + ".bias")]);

    /// <summary>The rows as [batch, pieces, width].</summary>
    protected virtual string End(string rows) => rows;

    /// <summary>rows W; the transposition of constants is done once, when the model is loaded.</summary>
    protected string Product(string rows, string name) => Graph.Node("MatMul", [rows, Graph.Node("Transpose", [Graph.Weight(name + ".weight")], ("perm", [1, 0]))]);

    /// <summary>A shape: the batch and the pieces of the input, then some lengths.</summary>
    protected string BatchAnd(params ReadOnlySpan<long> lengths) =>
        Graph.Node("Concat", [Graph.Node("Shape", [Ids]), Graph.Constants(lengths)], ("axis", 0L));

    private string Norm(string rows, string name) => Graph.Node(
        "LayerNormalization",
        [rows, Graph.Weight(name + ".weight"), Graph.Weight(name + ".bias")],
        ("axis", -1L),
        ("epsilon", Epsilon));

    private string Embed(string types)
    {
        string zero = Graph.Constants(0), one = Graph.Constants(1);
        string pieces = Graph.Node("Slice", [Graph.Node("Shape", [Ids]), one, Graph.Constants(2), zero]);
        string words = Graph.Node("Gather", [Graph.Weight("embeddings.word_embeddings.weight"), Ids], ("axis", 0L));
        string kinds = Graph.Node("Gather", [Graph.Weight("embeddings.token_type_embeddings.weight"), types], ("axis", 0L));
        string places = Graph.Node("Slice", [Graph.Weight("embeddings.position_embeddings.weight"), zero, pieces, zero]);
        return Norm(Graph.Node("Add", [Graph.Node("Add", [words, kinds]), places]), "embeddings.LayerNorm");
    }

    private string Layer(string rows, string name)
    {
        string attention = Linear(Attend(rows, name), name + "attention.output.dense");
        string attended = Norm(Graph.Node("Add", [attention, rows]), name + "attention.output.LayerNorm");
        string output = Linear(Intermediate(attended, name + "intermediate.dense"), name + "output.dense");
        return Norm(Graph.Node("Add", [output, attended]), name + "output.LayerNorm");
    }
}
