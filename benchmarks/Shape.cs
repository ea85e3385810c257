using System.Numerics.Tensors;

namespace BertGen.Benchmarks;

/// <summary>A compiled shape that is measured: its sizes, and how to run it.</summary>
/// <param name="Name">Name of the shape, also of its model folder.</param>
/// <param name="Layers">Encoder layers.</param>
/// <param name="Hidden">Width of a vector.</param>
/// <param name="Heads">Attention heads of a layer.</param>
/// <param name="Intermediate">Width of the intermediate layer.</param>
/// <param name="Load">Loads weights from a file.</param>
internal sealed record Shape(string Name, int Layers, int Hidden, int Heads, int Intermediate, Func<string, LoadedShape> Load)
{
    /// <summary>The shapes, largest first.</summary>
    public static IReadOnlyList<Shape> All { get; } =
    [
        new("bert-base", BertBase.LayerCount, BertBase.HiddenSize, BertBase.HeadCount, BertBase.IntermediateSize, path =>
        {
            BertBase model = BertBase.Load(path);
            return new LoadedShape(model, model.Forward, threads => model.MaxThreads = threads);
        }),
        new("minilm-l6", MiniLmL6.LayerCount, MiniLmL6.HiddenSize, MiniLmL6.HeadCount, MiniLmL6.IntermediateSize, path =>
        {
            MiniLmL6 model = MiniLmL6.Load(path);
            return new LoadedShape(model, model.Forward, threads => model.MaxThreads = threads);
        }),
        new("bert-tiny", BertTiny.LayerCount, BertTiny.HiddenSize, BertTiny.HeadCount, BertTiny.IntermediateSize, path =>
        {
            BertTiny model = BertTiny.Load(path);
            return new LoadedShape(model, model.Forward, threads => model.MaxThreads = threads);
        }),
    ];

    /// <summary>Width of a head.</summary>
    public int HeadSize => Hidden / Heads;

    /// <summary>Floating-point operations for texts of these lengths: products and attention, true pieces only.</summary>
    public double Flops(IEnumerable<int> lengths)
        => lengths.Sum(length => (2.0 * length * Layers * ((4.0 * Hidden * Hidden) + (2.0 * Hidden * Intermediate)))
            + (4.0 * Layers * Hidden * length * length));
}

/// <summary>A compiled class's <c>Forward</c>.</summary>
internal delegate Tensor<float> Forward(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> offsets = default, ReadOnlyTensorSpan<int> tokenTypeIds = default);

/// <summary>A loaded model behind the three things that a benchmark does with it.</summary>
internal sealed record LoadedShape(IDisposable Model, Forward Forward, Action<int> SetThreads) : IDisposable
{
    public void Dispose() => Model.Dispose();
}
