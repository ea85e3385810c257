using BenchmarkDotNet.Attributes;
using BertGen.Checkpoints;
using BertGen.Engine;
using BertGen.Engine.Kernels;

namespace BertGen.Benchmarks.Micro;

/// <summary>The kernels of one layer of bert-base, and beside the fused ones what they take the place of.</summary>
public unsafe class KernelBenchmarks
{
    private const int Hidden = BertBase.HiddenSize;
    private const int Inner = BertBase.IntermediateSize;
    private const int HeadSize = BertBase.HeadSize;
    private const float Epsilon = 1e-12f;
    private const string Layer = "encoder.layer.0.";

    private readonly KernelSet _kernels = KernelSet.Best;
    private WeightMemory? _memory;
    private PackedMatrix _queryKeyValue;
    private PackedMatrix _query;
    private PackedMatrix _key;
    private PackedMatrix _value;
    private PackedMatrix _intermediate;
    private PackedMatrix _output;
    private NormWeights _norm;
    private float* _narrow;
    private float* _wide;
    private float* _result;
    private float* _scratch;
    private float* _packed;

    [Params(1, 16, 128)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Load()
    {
        using WeightPacker packer = WeightPacker.Open(Checkpoints.Of("bert-base"), Table());
        _query = packer.Linear(Layer + "attention.self.query");
        _key = packer.Linear(Layer + "attention.self.key");
        _value = packer.Linear(Layer + "attention.self.value");
        _queryKeyValue = packer.Linear(Layer + "attention.self.query", Layer + "attention.self.key", Layer + "attention.self.value");
        _intermediate = packer.Linear(Layer + "intermediate.dense");
        _output = packer.Linear(Layer + "output.dense");
        _norm = packer.Norm(Layer + "output.LayerNorm");
        _memory = packer.Detach(typeof(KernelBenchmarks));
        _narrow = Random(Hidden);
        _wide = Random(Inner);
        _result = Random(Inner);
        _scratch = Random(new AttentionScratch(Rows, HeadSize).Floats);
        _packed = Random(KernelSet.PackedFloats / Rows);
    }

    [GlobalCleanup]
    public void Release()
    {
        _memory!.Dispose();
        RandomFloats.Free((nint)_narrow, (nint)_wide, (nint)_result, (nint)_scratch, (nint)_packed);
    }

    [Benchmark(Description = "query, key and value as one product")]
    public void OneProduct() => Product(_narrow, Hidden, _queryKeyValue, 3 * Hidden);

    [Benchmark(Description = "query, key and value as three")]
    public void ThreeProducts()
    {
        Product(_narrow, Hidden, _query, 3 * Hidden);
        Product(_narrow, Hidden, _key, 3 * Hidden);
        Product(_narrow, Hidden, _value, 3 * Hidden);
    }

    [Benchmark(Description = "intermediate product")]
    public void IntermediateProduct() => Product(_narrow, Hidden, _intermediate, Inner);

    [Benchmark(Description = "intermediate product with GELU")]
    public void IntermediateProductWithGelu() => Product(_narrow, Hidden, _intermediate, Inner, Activation.Gelu);

    [Benchmark(Description = "output product with residual and LayerNorm")]
    public void OutputProduct()
    {
        _kernels.ProductAddResidual(_wide, Inner, Rows, _output, new IndexRange(0, _output.PanelCount), _result, Hidden, _packed);
        _kernels.Normalize(_result, Hidden, Rows, _norm, Epsilon);
    }

    [Benchmark(Description = "output product, then residual, then LayerNorm")]
    public void OutputProductApart()
    {
        Product(_wide, Inner, _output, Hidden);
        for (int row = 0; row < Rows; row++)
        {
            float* result = _result + (row * Hidden);
            _kernels.Add(_narrow + (row * Hidden), result, result, Hidden);
        }

        _kernels.Normalize(_result, Hidden, Rows, _norm, Epsilon);
    }

    [Benchmark(Description = "embedding of two rows and LayerNorm")]
    public void EmbedTwoRows() => Embed(withType: false);

    [Benchmark(Description = "embedding of three rows and LayerNorm")]
    public void EmbedThreeRows() => Embed(withType: true);

    [Benchmark(Description = "attention of one head")]
    public void Attention() => _kernels.Attend(
        new AttentionHead
        {
            Queries = _wide,
            Keys = _wide + Hidden,
            Values = _wide + (2 * Hidden),
            Stride = 3 * Hidden,
            Length = Rows,
            HeadSize = HeadSize,
            FirstPiece = 0,
            Wanted = default,
            WantedCount = Rows,
            Context = _result,
            ContextStride = Hidden,
        },
        _scratch);

    private void Embed(bool withType)
    {
        for (int row = 0; row < Rows; row++)
        {
            float* result = _result + (row * Hidden);
            _kernels.Add(_narrow + (row * Hidden), _wide + (row * Hidden), result, Hidden);
            if (withType)
            {
                _kernels.Add(result, _wide, result, Hidden);
            }
        }

        _kernels.Normalize(_result, Hidden, Rows, _norm, Epsilon);
    }

    private void Product(float* input, int inputs, in PackedMatrix weights, int stride, Activation activation = Activation.None) =>
        _kernels.Product(input, inputs, Rows, weights, new IndexRange(0, weights.PanelCount), _result, stride, activation, _packed);

    private float* Random(int width) => RandomFloats.Of(Rows * width);

    private static WeightSpec[] Table() =>
    [
        .. Linear("attention.self.query", Hidden, Hidden),
        .. Linear("attention.self.key", Hidden, Hidden),
        .. Linear("attention.self.value", Hidden, Hidden),
        .. Linear("intermediate.dense", Hidden, Inner),
        .. Linear("output.dense", Inner, Hidden),
        WeightSpec.Vector(Layer + "output.LayerNorm.weight", Hidden),
        WeightSpec.Vector(Layer + "output.LayerNorm.bias", Hidden),
    ];

    private static WeightSpec[] Linear(string name, int inputs, int outputs) =>
        [WeightSpec.Matrix($"{Layer}{name}.weight", outputs, inputs), WeightSpec.Vector($"{Layer}{name}.bias", outputs)];
}
