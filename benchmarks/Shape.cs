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
    /// <summary>The shapes of BERT, largest first.</summary>
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

    /// <summary>The shapes of other families, which are measured where they are asked for.</summary>
    public static IReadOnlyList<Shape> OfOtherFamilies { get; } =
    [
        new("xlm-roberta-base", XlmRobertaBase.LayerCount, XlmRobertaBase.HiddenSize, XlmRobertaBase.HeadCount, XlmRobertaBase.IntermediateSize, path =>
        {
            XlmRobertaBase model = XlmRobertaBase.Load(path);
            return new LoadedShape(model, model.Forward, threads => model.MaxThreads = threads);
        })
        {
            Family = Family.XlmRoberta,
        },
        new("mpnet-base", MpnetBase.LayerCount, MpnetBase.HiddenSize, MpnetBase.HeadCount, MpnetBase.IntermediateSize, path =>
        {
            MpnetBase model = MpnetBase.Load(path);
            return new LoadedShape(model, model.Forward, threads => model.MaxThreads = threads);
        })
        {
            Family = Family.Mpnet,
        },
        new("modernbert-base", ModernBertBase.LayerCount, ModernBertBase.HiddenSize, ModernBertBase.HeadCount, ModernBertBase.IntermediateSize, path =>
        {
            ModernBertBase model = ModernBertBase.Load(path);
            return new LoadedShape(model, model.Forward, threads => model.MaxThreads = threads);
        })
        {
            Family = Family.ModernBert,
            Reach = 64,
            GlobalEvery = 3,
        },
        new("modernbert-local", ModernBertLocal.LayerCount, ModernBertLocal.HiddenSize, ModernBertLocal.HeadCount, ModernBertLocal.IntermediateSize, path =>
        {
            ModernBertLocal model = ModernBertLocal.Load(path);
            return new LoadedShape(model, model.Forward, threads => model.MaxThreads = threads);
        })
        {
            Family = Family.ModernBert,
            Reach = 64,
        },
    ];

    /// <summary>The shapes with products on numbers of 8 bits, by the names that they have in float32.</summary>
    public static IReadOnlyList<Shape> Int8 { get; } =
    [
        All[0] with
        {
            Load = path =>
            {
                BertBaseInt8 model = BertBaseInt8.Load(path);
                return new LoadedShape(model, model.Forward, threads => model.MaxThreads = threads);
            },
        },
        All[1] with
        {
            Load = path =>
            {
                MiniLmL6Int8 model = MiniLmL6Int8.Load(path);
                return new LoadedShape(model, model.Forward, threads => model.MaxThreads = threads);
            },
        },
    ];

    /// <summary>What the model is of.</summary>
    public Family Family { get; init; }

    /// <summary>How far a piece attends to each side in layers that attend to near pieces; 0 where none does.</summary>
    public int Reach { get; init; }

    /// <summary>The first of so many layers attends to all pieces; 0: none does, where there is a reach.</summary>
    public int GlobalEvery { get; init; }

    /// <summary>Width of a head.</summary>
    public int HeadSize => Hidden / Heads;

    /// <summary>Products between the width of a vector and the intermediate one: a gate is one more.</summary>
    public int InnerProducts => Family == Family.ModernBert ? 3 : 2;

    /// <summary>Whether pieces attend to near ones only in a layer.</summary>
    public bool IsLocal(int layer) => Reach > 0 && (GlobalEvery == 0 || layer % GlobalEvery != 0);

    /// <summary>Floating-point operations for texts of these lengths: products and attention, true pieces only.</summary>
    public double Flops(IEnumerable<int> lengths) => lengths.Sum(length => ProductFlops(length) + AttentionFlops(length));

    /// <summary>Those of the products with weights, for so many pieces.</summary>
    public double ProductFlops(int pieces) => 2.0 * pieces * Layers * ((4.0 * Hidden * Hidden) + ((double)InnerProducts * Hidden * Intermediate));

    /// <summary>Those of the attention of a text: scores and weighted sums of the pairs that attend to each other.</summary>
    public double AttentionFlops(int length)
    {
        double all = (double)length * length;
        double near = Enumerable.Range(0, length).Sum(place => (double)Math.Min(place, Reach) + Math.Min(length - 1 - place, Reach) + 1);
        return 4.0 * Hidden * Enumerable.Range(0, Layers).Sum(layer => IsLocal(layer) ? near : all);
    }
}

/// <summary>A family of models with a shape that is measured.</summary>
internal enum Family
{
    /// <summary>BERT.</summary>
    Bert,

    /// <summary>XLM-RoBERTa: positions are counted by ids.</summary>
    XlmRoberta,

    /// <summary>MPNet: positions by ids, no types, and a bias for distances.</summary>
    Mpnet,

    /// <summary>ModernBERT: angles for positions, gated products, and windows.</summary>
    ModernBert,
}

/// <summary>A compiled class's <c>Forward</c>.</summary>
internal delegate Tensor<float> Forward(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> offsets = default, ReadOnlyTensorSpan<int> tokenTypeIds = default);

/// <summary>A loaded model behind the three things that a benchmark does with it.</summary>
internal sealed record LoadedShape(IDisposable Model, Forward Forward, Action<int> SetThreads) : IDisposable
{
    public void Dispose() => Model.Dispose();
}
