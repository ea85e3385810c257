namespace BertGen.Benchmarks.Onnx;

/// <summary>
/// The model as PyTorch exports it: attention and GELU from elementary operations. ONNX Runtime fuses of it what it can.
/// </summary>
internal sealed class PlainBertGraph(Shape shape, string checkpoint) : BertGraph(shape, checkpoint)
{
    private static readonly long[] ByHead = [0, 2, 1, 3];
    private static readonly long[] KeysByHead = [0, 2, 3, 1];

    private string _bias = "";

    protected override string Begin(string embedded, string mask, string? distances)
    {
        _bias = distances is null ? MaskBias(mask) : Graph.Node("Add", [distances, MaskBias(mask)]);
        return embedded;
    }

    protected override string Attend(string rows, string layer)
    {
        string[] parts = [.. Projections.Select((projection, i) => Heads(Linear(rows, layer + projection), i == 1 ? KeysByHead : ByHead))];
        return PlainAttention(parts[0], parts[1], parts[2], _bias);
    }

    protected override string Intermediate(string rows, string name) => PlainGelu(Linear(rows, name));
}
