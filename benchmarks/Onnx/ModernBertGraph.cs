namespace BertGen.Benchmarks.Onnx;

/// <summary>Writes ModernBERT; what the forms of it share.</summary>
internal abstract class ModernBertGraph(Shape shape, string checkpoint) : EncoderGraph(shape, checkpoint)
{
    private const float Epsilon = 1e-5f;
    private const double GlobalTheta = 160_000;
    private const double LocalTheta = 10_000;

    protected override string Encode(string types, string mask)
    {
        // Pieces that are too far are masked, [1, 1, pieces, pieces].
        string isFar = Graph.Node("Greater", [Graph.Node("Abs", [Distances()]), Graph.Constant((long)Shape.Reach)]);
        string far = Graph.Node("Unsqueeze", [Graph.Node("Mul", [Graph.Node("Cast", [isFar], ("to", 1L)), Graph.Constant(Masked)]), Graph.Constants(0, 1)]);
        var global = new LayerInput(Turns(GlobalTheta), Bias(mask, far: null));
        var local = new LayerInput(Turns(LocalTheta), Bias(mask, far));

        string words = Graph.Node("Gather", [Graph.Weight("embeddings.tok_embeddings.weight"), Ids], ("axis", 0L));
        string rows = Norm(words, "embeddings.norm");
        for (int layer = 0; layer < Shape.Layers; layer++)
        {
            string name = $"layers.{layer}.";
            string normed = layer == 0 ? rows : Norm(rows, name + "attn_norm");
            string context = Attend(Graph.Split(Product(normed, name + "attn.Wqkv"), 3), Shape.IsLocal(layer) ? local : global);
            rows = Graph.Node("Add", [rows, Product(context, name + "attn.Wo")]);

            IReadOnlyList<string> halves = Graph.Split(Product(Norm(rows, name + "mlp_norm"), name + "mlp.Wi"), 2);
            rows = Graph.Node("Add", [rows, Product(Graph.Node("Mul", [Gelu(halves[0]), halves[1]]), name + "mlp.Wo")]);
        }

        return Norm(rows, "final_norm");
    }

    /// <summary>The context of every piece, of queries, keys and values, each [batch, pieces, width].</summary>
    protected abstract string Attend(IReadOnlyList<string> parts, LayerInput input);

    /// <summary>What is added to scores; null for nothing.</summary>
    /// <param name="mask">The attention mask.</param>
    /// <param name="far">What is added for pieces that are too far; null in layers that attend to all.</param>
    protected abstract string? Bias(string mask, string? far);

    /// <summary>gelu(x).</summary>
    protected abstract string Gelu(string x);

    private string Norm(string rows, string name) =>
        Graph.Node("LayerNormalization", [rows, Graph.Weight(name + ".weight")], ("axis", -1L), ("epsilon", Epsilon));

    /// <summary>Cosines and sines of the angles of each column, [pieces, half of a head].</summary>
    private (string Cosines, string Sines) Turns(double theta)
    {
        float[] frequencies = [.. Enumerable.Range(0, Shape.HeadSize / 2).Select(i => 1f / (float)Math.Pow(theta, 2f * i / Shape.HeadSize))];
        string columns = Graph.Node("Unsqueeze", [Graph.Node("Cast", [Columns()], ("to", 1L)), Graph.Constants(1)]);
        string angles = Graph.Node("Mul", [columns, Graph.Numbers(frequencies)]);
        return (Graph.Node("Cos", [angles]), Graph.Node("Sin", [angles]));
    }

    /// <summary>What layers of a kind share.</summary>
    /// <param name="Turns">Cosines and sines.</param>
    /// <param name="Bias">What is added to scores; null for nothing.</param>
    protected sealed record LayerInput((string Cosines, string Sines) Turns, string? Bias);
}

/// <summary>The model as PyTorch exports it: rotation, attention and GELU from elementary operations.</summary>
internal sealed class PlainModernBertGraph(Shape shape, string checkpoint) : ModernBertGraph(shape, checkpoint)
{
    private static readonly long[] ByHead = [0, 2, 1, 3];

    protected override string? Bias(string mask, string? far) => far is null ? MaskBias(mask) : Graph.Node("Add", [MaskBias(mask), far]);

    protected override string Attend(IReadOnlyList<string> parts, LayerInput input)
    {
        string queries = Turn(Heads(parts[0], ByHead), input.Turns), keys = Turn(Heads(parts[1], ByHead), input.Turns);
        return PlainAttention(queries, Graph.Node("Transpose", [keys], ("perm", [0, 1, 3, 2])), Heads(parts[2], ByHead), input.Bias!);
    }

    protected override string Gelu(string x) => PlainGelu(x);

    // Halves (a, b) become (a cos - b sin, b cos + a sin).
    private string Turn(string heads, (string Cosines, string Sines) turns)
    {
        IReadOnlyList<string> halves = Graph.Split(heads, 2);
        string Times(string half, string factor) => Graph.Node("Mul", [half, factor]);
        return Graph.Node(
            "Concat",
            [
                Graph.Node("Sub", [Times(halves[0], turns.Cosines), Times(halves[1], turns.Sines)]),
                Graph.Node("Add", [Times(halves[1], turns.Cosines), Times(halves[0], turns.Sines)]),
            ],
            ("axis", -1L));
    }
}

/// <summary>The model in ONNX Runtime's own operations for rotation, attention and GELU.</summary>
/// <param name="shape">The model.</param>
/// <param name="checkpoint">Its weights.</param>
/// <param name="isMasked">Whether there is padding; else texts have one length, and layers that attend to all pieces run in blocks.</param>
internal sealed class FusedModernBertGraph(Shape shape, string checkpoint, bool isMasked) : ModernBertGraph(shape, checkpoint)
{
    // The operation takes a bias of [batch or 1, heads or 1, pieces, pieces] and does not spread the last but one.
    protected override string? Bias(string mask, string? far) =>
        !isMasked ? far : Graph.Node("Add", [MaskBias(mask), far ?? Graph.Node("Unsqueeze", [Graph.Node("Cast", [Graph.Node("Mul", [Distances(), Graph.Constant(0L)])], ("to", 1L)), Graph.Constants(0, 1)])]);

    protected override string Attend(IReadOnlyList<string> parts, LayerInput input) => Graph.FusedNode(
        "MultiHeadAttention",
        [Turn(parts[0], input), Turn(parts[1], input), parts[2], .. input.Bias is null ? Array.Empty<string>() : ["", "", input.Bias]],
        ("num_heads", (long)Shape.Heads));

    protected override string Gelu(string x) => Graph.FusedNode("Gelu", [x]);

    private string Turn(string rows, LayerInput input) =>
        Graph.FusedNode("RotaryEmbedding", [rows, Graph.Constants(0), input.Turns.Cosines, input.Turns.Sines]);
}
