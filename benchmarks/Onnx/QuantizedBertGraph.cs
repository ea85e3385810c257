namespace BertGen.Benchmarks.Onnx;

/// <summary>
/// The model in ONNX Runtime's fused operations with products on bytes, as its tool for dynamic quantization writes it: rows are rounded to
/// unsigned bytes in every call, with one scale and one zero point for all of them; weights are signed bytes around 0 with one scale, or
/// with one for each output; tables of words and types are bytes, too.
/// </summary>
/// <param name="shape">The model.</param>
/// <param name="checkpoint">Its weights.</param>
/// <param name="isPerChannel">Whether each output of a product has a scale of its own.</param>
internal sealed class QuantizedBertGraph(Shape shape, string checkpoint, bool isPerChannel) : BertGraph(shape, checkpoint)
{
    private const float Largest = 127;

    private string _mask = "";

    protected override string Begin(string embedded, string mask, string? distances)
    {
        _mask = Graph.Node("Cast", [mask], ("to", 6L));
        return embedded;
    }

    protected override string Lookup(string table, string indices)
    {
        float[] values = Graph.Values(table);
        float scale = ScaleOf(values);
        string bytes = Graph.Bytes(table + ".bytes", Round(values, _ => scale), values.Length / Shape.Hidden, Shape.Hidden);
        string rows = Graph.Node("Gather", [bytes, indices], ("axis", 0L));
        return Graph.Node("DequantizeLinear", [rows, Graph.Constant(scale), Graph.Bytes("zero", [0])]);
    }

    protected override string Attend(string rows, string layer)
    {
        IReadOnlyList<string> input = Graph.Nodes("DynamicQuantizeLinear", 3, rows);
        Weights weights = Quantize(layer + "attention", [.. Projections.Select(projection => layer + projection)]);
        string bias = Graph.Node("Concat", [.. Projections.Select(projection => Graph.Weight(layer + projection + ".bias"))], ("axis", 0L));
        return Graph.FusedNode("QAttention", [input[0], weights.Bytes, bias, input[1], weights.Scales, _mask, input[2], weights.Zeros], ("num_heads", (long)Shape.Heads));
    }

    protected override string Linear(string rows, string name) => Graph.Node("Add", [ProductOfBytes(rows, name), Graph.Weight(name + ".bias")]);

    protected override string Intermediate(string rows, string name) => Graph.FusedNode("BiasGelu", [ProductOfBytes(rows, name), Graph.Weight(name + ".bias")]);

    private string ProductOfBytes(string rows, string name)
    {
        IReadOnlyList<string> input = Graph.Nodes("DynamicQuantizeLinear", 3, rows);
        Weights weights = Quantize(name, [name]);
        string sums = Graph.Node("Cast", [Graph.Node("MatMulInteger", [input[0], weights.Bytes, input[2], weights.Zeros])], ("to", 1L));
        return Graph.Node("Mul", [sums, Graph.Node("Mul", [input[1], weights.Scales])]);
    }

    /// <summary>The weights of products with one input, side by side, [inputs, outputs].</summary>
    private Weights Quantize(string name, string[] products)
    {
        float[] rows = [.. products.SelectMany(product => Graph.Values(product + ".weight"))];
        int outputs = products.Sum(product => Graph.Values(product + ".bias").Length), inputs = rows.Length / outputs;
        float[] scales = isPerChannel
            ? [.. Enumerable.Range(0, outputs).Select(output => ScaleOf(rows.AsSpan(output * inputs, inputs)))]
            : [ScaleOf(rows)];
        sbyte[] bytes = Round(rows, i => scales[isPerChannel ? i / inputs : 0]), columns = new sbyte[bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            columns[(i % inputs * outputs) + (i / inputs)] = bytes[i];
        }

        string values = Graph.Bytes(name + ".bytes", columns, inputs, outputs);
        return isPerChannel
            ? new Weights(values, Graph.Numbers(scales), Graph.Bytes($"zeros {outputs}", new sbyte[outputs], outputs))
            : new Weights(values, Graph.Constant(scales[0]), Graph.Bytes("zero", [0]));
    }

    private static float ScaleOf(ReadOnlySpan<float> values)
    {
        float largest = 0;
        foreach (float value in values)
        {
            largest = MathF.Max(largest, MathF.Abs(value));
        }

        return largest == 0 ? 1 : largest / Largest;
    }

    private static sbyte[] Round(float[] values, Func<int, float> scale)
    {
        sbyte[] bytes = new sbyte[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            bytes[i] = (sbyte)Math.Clamp(MathF.Round(values[i] / scale(i)), -Largest, Largest);
        }

        return bytes;
    }

    private sealed record Weights(string Bytes, string Scales, string Zeros);
}
