namespace BertGen.Benchmarks.Onnx;

/// <summary>Writes BERT, XLM-RoBERTa and MPNet, whose layers are alike; what the forms of them share.</summary>
internal abstract class BertGraph(Shape shape, string checkpoint) : EncoderGraph(shape, checkpoint)
{
    /// <summary>The farthest distance of two pieces that the table of distances has.</summary>
    private const int Farthest = 511;

    private readonly BertLayerNames _names = BertLayerNames.Of(shape.Family);

    /// <summary>The names of the products for queries, keys and values, within a layer.</summary>
    protected IReadOnlyList<string> Projections => _names.Projections;

    protected override string Encode(string types, string mask)
    {
        string? distances = Shape.Family == Family.Mpnet ? DistanceBias() : null;
        string rows = Begin(Embed(types), mask, distances);
        for (int layer = 0; layer < Shape.Layers; layer++)
        {
            rows = Layer(rows, $"encoder.layer.{layer}.");
        }

        return End(rows);
    }

    /// <summary>Prepares what all layers share, and the rows as the layers take them.</summary>
    /// <param name="embedded">The rows.</param>
    /// <param name="mask">The attention mask.</param>
    /// <param name="distances">What is added to scores, [1, heads, pieces, pieces]; null for nothing.</param>
    protected abstract string Begin(string embedded, string mask, string? distances);

    /// <summary>The context of every piece, before the product behind the attention.</summary>
    protected abstract string Attend(string rows, string layer);

    /// <summary>gelu(rows W + b).</summary>
    protected abstract string Intermediate(string rows, string name);

    /// <summary>rows W + b.</summary>
    protected virtual string Linear(string rows, string name) => Graph.Node("Add", [Product(rows, name), Graph.Weight(name + ".bias")]);

    /// <summary>Rows of a table.</summary>
    protected virtual string Lookup(string table, string indices) => Graph.Node("Gather", [Graph.Weight(table), indices], ("axis", 0L));

    /// <summary>The rows as [batch, pieces, width].</summary>
    protected virtual string End(string rows) => rows;

    private string Norm(string rows, string name) => Graph.Node(
        "LayerNormalization",
        [rows, Graph.Weight(name + ".weight"), Graph.Weight(name + ".bias")],
        ("axis", -1L),
        ("epsilon", Shape.Family == Family.Bert ? 1e-12f : 1e-5f));

    private string Embed(string types)
    {
        string sum = Lookup("embeddings.word_embeddings.weight", Ids);
        if (Shape.Family != Family.Mpnet)
        {
            sum = Graph.Node("Add", [sum, Lookup("embeddings.token_type_embeddings.weight", types)]);
        }

        return Norm(Graph.Node("Add", [sum, Places()]), "embeddings.LayerNorm");
    }

    private string Places()
    {
        string table = Graph.Weight("embeddings.position_embeddings.weight");
        if (Shape.Family == Family.Bert)
        {
            return Graph.Node("Slice", [table, Graph.Constants(0), Pieces(), Graph.Constants(0)]);
        }

        // Counted by the ids that are no padding, behind the position of padding: its id.
        string padding = Graph.Constant(Shape.Family == Family.Mpnet ? 1L : 0L);
        string counts = Graph.Node("Cast", [Graph.Node("Not", [Graph.Node("Equal", [Ids, padding])])], ("to", 7L));
        string counted = Graph.Node("Mul", [Graph.Node("CumSum", [counts, Graph.Constant(1L)]), counts]);
        return Graph.Node("Gather", [table, Graph.Node("Add", [counted, padding])], ("axis", 0L));
    }

    // The bucket of each distance is a constant here; an export computes it anew in every call.
    private string DistanceBias()
    {
        long[] buckets = [.. Enumerable.Range(-Farthest, (2 * Farthest) + 1).Select(Bucket)];
        string places = Graph.Node("Add", [Distances(), Graph.Constant((long)Farthest)]);
        string bucket = Graph.Node("Gather", [Graph.Constants(buckets), places], ("axis", 0L));
        string bias = Graph.Node("Gather", [Graph.Weight("encoder.relative_attention_bias.weight"), bucket], ("axis", 0L));
        return Graph.Node("Unsqueeze", [Graph.Node("Transpose", [bias], ("perm", [2, 0, 1])), Graph.Constants(0)]);
    }

    /// <summary>The row of the table for a distance: 16 to each side, the near ones for themselves and the far ones by their logarithm.</summary>
    private static long Bucket(int distance)
    {
        int side = distance > 0 ? 16 : 0, far = Math.Abs(distance);
        return side + (far < 8 ? far : Math.Min(15, 8 + (int)(Math.Log(far / 8.0) / Math.Log(16) * 8)));
    }

    private string Layer(string rows, string name)
    {
        string attention = Linear(Attend(rows, name), name + _names.Output);
        string attended = Norm(Graph.Node("Add", [attention, rows]), name + _names.Norm);
        string output = Linear(Intermediate(attended, name + "intermediate.dense"), name + "output.dense");
        return Norm(Graph.Node("Add", [output, attended]), name + "output.LayerNorm");
    }
}

/// <summary>The names of tensors in a layer that differ among the families.</summary>
/// <param name="Projections">The products for queries, keys and values.</param>
/// <param name="Output">The product behind the attention.</param>
/// <param name="Norm">The norm behind that.</param>
internal sealed record BertLayerNames(IReadOnlyList<string> Projections, string Output, string Norm)
{
    public static BertLayerNames Of(Family family) => family == Family.Mpnet
        ? new(["attention.attn.q", "attention.attn.k", "attention.attn.v"], "attention.attn.o", "attention.LayerNorm")
        : new(["attention.self.query", "attention.self.key", "attention.self.value"], "attention.output.dense", "attention.output.LayerNorm");
}
