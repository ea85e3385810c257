using System.Numerics.Tensors;
using BertGen.Checkpoints;
using BertGen.Engine;

namespace BertGen.Benchmarks.Passes;

/// <summary>
/// MiniLM-L6 as the compiler would write it without some of its passes: every layer is computed whatever its weight, and in all
/// rows; the rows of the result are chosen at the end. Everything else is as in the written class.
/// </summary>
internal sealed class UnoptimizedModel : IEncoder, IDisposable
{
    private const int Width = MiniLmL6.HiddenSize;
    private const float Epsilon = 1e-12f;
    private const int KeptOffset = 6 * Width;

    private readonly WeightMemory _memory;
    private readonly EmbeddingTable _words;
    private readonly EmbeddingTable _positions;
    private readonly NormWeights _embeddingNorm;
    private readonly Layer[] _layers;
    private readonly MixForm _mix;
    private readonly float[] _weights;

    /// <summary>Loads the weights.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="mix">How layers are mixed.</param>
    /// <param name="weights">The weight of every layer in the mix.</param>
    public UnoptimizedModel(string checkpoint, MixForm mix, params float[] weights)
    {
        using WeightPacker packer = WeightPacker.Open(checkpoint, WeightTable());
        _words = packer.Table("embeddings.word_embeddings.weight");
        _positions = packer.PositionsWithTypes("embeddings.position_embeddings.weight", "embeddings.token_type_embeddings.weight", MiniLmL6.MaxPieces);
        _embeddingNorm = packer.Norm("embeddings.LayerNorm");
        _layers = [.. LayerNames().Select(name => new Layer(packer, name))];
        _memory = packer.Detach();
        (_mix, _weights) = (mix, weights);
    }

    public int WorkspacePerPiece => _mix switch
    {
        MixForm.None => 5 * Width,
        MixForm.Streamed => 6 * Width,
        _ => KeptOffset + (_layers.Length * Width),
    };

    public long FlopsPerPiece => (long)Shape.All.Single(shape => shape.Name == "minilm-l6").Flops([1]);

    private static Slot Hidden => new(0, Width);

    private static Slot QueryKeyValue => new(Width, 3 * Width);

    private static Slot Context => new(4 * Width, Width);

    private static Slot Intermediate => new(Width, 4 * Width);

    private static Slot Mixed => new(5 * Width, Width);

    public Tensor<float> Forward(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> offsets)
    {
        using PieceBatch batch = PieceBatch.Rent(MiniLmL6.Info, inputIds, offsets, default);
        return batch.Run(this, _memory, maxThreads: 1);
    }

    public void Encode(EncoderLane lane)
    {
        lane.Embed(_words, _positions, _embeddingNorm, Epsilon, Hidden);
        for (int i = 0; i < _layers.Length; i++)
        {
            EncodeLayer(lane, _layers[i]);
            if (_mix == MixForm.Streamed)
            {
                lane.Mix(Hidden, Mixed, _weights[i], first: i == 0);
            }
            else if (_mix == MixForm.AtTheEnd)
            {
                lane.Mix(Hidden, Kept(i), 1f, first: true);
            }
        }

        if (_mix == MixForm.None)
        {
            lane.Narrow(Hidden);
            lane.Store(Hidden);
            return;
        }

        for (int i = 0; _mix == MixForm.AtTheEnd && i < _layers.Length; i++)
        {
            lane.Mix(Kept(i), Mixed, _weights[i], first: i == 0);
        }

        lane.Store(Mixed);
    }

    public void Dispose() => _memory.Dispose();

    private static void EncodeLayer(EncoderLane lane, in Layer layer)
    {
        lane.Linear(Hidden, layer.QueryKeyValue, QueryKeyValue);
        lane.Attention(QueryKeyValue, Context, MiniLmL6.HeadCount, MiniLmL6.HeadSize);
        lane.LinearAddNorm(Context, layer.AttentionOutput, Hidden, layer.AttentionNorm, Epsilon);
        lane.Linear(Hidden, layer.Intermediate, Intermediate, Activation.Gelu);
        lane.LinearAddNorm(Intermediate, layer.Output, Hidden, layer.OutputNorm, Epsilon);
    }

    private static Slot Kept(int layer) => new(KeptOffset + (layer * Width), Width);

    private static IEnumerable<string> LayerNames() => Enumerable.Range(0, MiniLmL6.LayerCount).Select(layer => $"encoder.layer.{layer}.");

    private static WeightSpec[] WeightTable() =>
    [
        WeightSpec.Matrix("embeddings.word_embeddings.weight", MiniLmL6.VocabularySize, Width),
        WeightSpec.Matrix("embeddings.position_embeddings.weight", MiniLmL6.PositionCount, Width),
        WeightSpec.Matrix("embeddings.token_type_embeddings.weight", MiniLmL6.TypeCount, Width),
        .. Norm("embeddings.LayerNorm"),
        .. LayerNames().SelectMany(name => (WeightSpec[])
        [
            .. Linear(name + "attention.self.query", Width, Width),
            .. Linear(name + "attention.self.key", Width, Width),
            .. Linear(name + "attention.self.value", Width, Width),
            .. Linear(name + "attention.output.dense", Width, Width),
            .. Norm(name + "attention.output.LayerNorm"),
            .. Linear(name + "intermediate.dense", Width, MiniLmL6.IntermediateSize),
            .. Linear(name + "output.dense", MiniLmL6.IntermediateSize, Width),
            .. Norm(name + "output.LayerNorm"),
        ]),
    ];

    private static WeightSpec[] Linear(string name, int inputs, int outputs) => [WeightSpec.Matrix(name + ".weight", outputs, inputs), WeightSpec.Vector(name + ".bias", outputs)];

    private static WeightSpec[] Norm(string name) => [WeightSpec.Vector(name + ".weight", Width), WeightSpec.Vector(name + ".bias", Width)];

    /// <summary>The weights of one layer.</summary>
    private readonly struct Layer(WeightPacker packer, string name)
    {
        public readonly PackedMatrix QueryKeyValue = packer.Linear(name + "attention.self.query", name + "attention.self.key", name + "attention.self.value");
        public readonly PackedMatrix AttentionOutput = packer.Linear(name + "attention.output.dense");
        public readonly NormWeights AttentionNorm = packer.Norm(name + "attention.output.LayerNorm");
        public readonly PackedMatrix Intermediate = packer.Linear(name + "intermediate.dense");
        public readonly PackedMatrix Output = packer.Linear(name + "output.dense");
        public readonly NormWeights OutputNorm = packer.Norm(name + "output.LayerNorm");
    }
}
