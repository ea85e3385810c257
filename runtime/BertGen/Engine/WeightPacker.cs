using System.ComponentModel;
using System.Runtime.InteropServices;
using BertGen.Checkpoints;
using BertGen.Engine.Kernels;
using BertGen.Engine.Kernels.Integer;
using BertGen.Sharing;
using BertGen.Training;

namespace BertGen.Engine;

/// <summary>
/// Reads the tensors that a compiled class asks for and lays them out for its kernels. Making it checks the whole table
/// first: nothing is loaded from a checkpoint that does not fit.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class WeightPacker : IDisposable
{
    private readonly Checkpoint _checkpoint;
    private readonly BoundWeights _weights;
    private readonly Dictionary<string, WeightSpec> _specs = new(StringComparer.Ordinal);
    private readonly List<ITrainedWeights> _trained = [];
    private WeightMemory? _memory;

    /// <summary>Takes over the checkpoint and the memory, unless it throws.</summary>
    /// <param name="checkpoint">What is read.</param>
    /// <param name="table">The tensors that the class needs.</param>
    /// <param name="config">The model that the class was compiled from: what its tensors may be called; null: as BERT's are.</param>
    /// <param name="memory">Where the packed weights go.</param>
    /// <exception cref="CheckpointException">A tensor is missing or of another shape or type.</exception>
    internal WeightPacker(Checkpoint checkpoint, ReadOnlySpan<WeightSpec> table, ModelConfig? config, WeightMemory memory)
    {
        _weights = config is null ? checkpoint.Bind(table) : checkpoint.Bind(table, config);
        (_checkpoint, _memory) = (checkpoint, memory);
        foreach (WeightSpec spec in table)
        {
            _specs.Add(spec.Name, spec);
        }
    }

    private WeightMemory Memory => _memory ?? throw new InvalidOperationException("The weights have been detached.");

    /// <summary>Opens a checkpoint, whatever model its config describes; what is packed is not shared with others.</summary>
    /// <param name="path">A model folder, or a file with its weights.</param>
    /// <param name="table">The tensors that are needed.</param>
    /// <returns>The packer; dispose it when the weights are packed.</returns>
    /// <exception cref="CheckpointException">A file is missing or broken, or a tensor is missing or of another shape or type.</exception>
    public static WeightPacker Open(string path, ReadOnlySpan<WeightSpec> table)
    {
        Checkpoint checkpoint = Checkpoint.Open(path);
        var memory = new WeightMemory(cache: null, source: null);
        try
        {
            return new WeightPacker(checkpoint, table, config: null, memory);
        }
        catch
        {
            memory.Dispose();
            checkpoint.Dispose();
            throw;
        }
    }

    /// <summary>A table of vectors, [rows, width].</summary>
    /// <param name="name">Name of the tensor.</param>
    public EmbeddingTable Table(string name)
    {
        WeightSpec spec = _specs[name];
        return new EmbeddingTable(Values(name), spec.Rows, spec.Columns);
    }

    /// <summary>The same with vectors that are rounded to 8 bits, one scale each.</summary>
    /// <param name="name">Name of the tensor.</param>
    public EmbeddingTable RoundedTable(string name)
    {
        WeightSpec spec = _specs[name];
        (int rows, int width) = (spec.Rows, spec.Columns);
        float* memory = Memory.Block(WeightRecipe.Rounded(name, WeightLayout.Rows, EmbeddingTable.RoundedBytes(rows, width)), memory =>
        {
            const int RowsPerPart = 256;
            _weights.ReadParts(
                name,
                (rows + RowsPerPart - 1) / RowsPerPart,
                part => (part * RowsPerPart * width, Math.Min(RowsPerPart, rows - (part * RowsPerPart)) * width),
                (part, values) => EmbeddingRounding.Pack(values, EmbeddingTable.Rounded(memory, rows, width), part * RowsPerPart));
        });
        return EmbeddingTable.Rounded(memory, rows, width);
    }

    /// <summary>
    /// Position and type embeddings added up, [types * positions, width]: row <c>type * positions + position</c>.
    /// </summary>
    /// <param name="positions">Name of the position table.</param>
    /// <param name="types">Name of the token type table.</param>
    /// <param name="count">Positions that are used, from 0.</param>
    public EmbeddingTable PositionsWithTypes(string positions, string types, int count)
    {
        int width = _specs[positions].Columns;
        int typeCount = _specs[types].Rows;
        float* sums = Memory.Block(new($"{positions}[{count}]+{types}", WeightLayout.PositionsByType, (nint)typeCount * count * width), Add);
        return new EmbeddingTable(sums, typeCount * count, width);

        void Add(float* sums)
        {
            PositionTable.AddTypes(Read(positions), Read(types), count, width, sums);
        }
    }

    /// <summary>Position embeddings, [positions, width], of a family without token types.</summary>
    /// <param name="name">Name of the table.</param>
    /// <param name="count">Positions that are used, from 0.</param>
    public EmbeddingTable Positions(string name, int count)
    {
        WeightSpec spec = _specs[name];
        return new EmbeddingTable(Values(name), Math.Min(count, spec.Rows), spec.Columns);
    }

    /// <summary>What is added to the scores of attention for the distance between two pieces.</summary>
    /// <param name="name">Name of the table of buckets, [buckets, heads].</param>
    /// <param name="longest">Most pieces of a text.</param>
    public DistanceBias Distances(string name, int longest)
    {
        WeightSpec spec = _specs[name];
        int reach = DistanceBias.ReachOf(longest);
        nint count = DistanceBias.CountOf(spec.Columns, reach);
        float* values = Memory.Block(new($"{name}[{reach}]", WeightLayout.Distances, count), values => DistanceBias.Fill(Read(name), spec.Columns, reach, values));
        return new DistanceBias(values, spec.Columns, reach);
    }

    /// <summary>
    /// Linear layers that share their input, side by side as one product, [inputs, sum of outputs].
    /// </summary>
    /// <param name="names">Names of the layers, without <c>.weight</c> and <c>.bias</c>.</param>
    public PackedMatrix Linear(params ReadOnlySpan<string> names)
    {
        var product = new JoinedLayers(_specs, names);
        (int inputs, int outputs) = (product.Inputs, product.Outputs);
        int columns = product.PanelCount * PackedMatrix.PanelWidth;
        float* panels = Memory.Block(new($"{product.Name}.weight", WeightLayout.Panels, (nint)columns * inputs), panels =>
        {
            ClearLastPanel(panels, inputs, outputs, columns);
            ReadColumns(product, inputs, (values, column) => PanelPacking.PackAsColumns(values, inputs, panels, column));
        });
        return new PackedMatrix(panels, Bias(product), inputs, outputs);
    }

    /// <summary>
    /// The same with weights that are rotated and rounded to 8 bits in blocks of 128 inputs, a panel at a time: no float32 copy is kept.
    /// </summary>
    /// <param name="names">Names of the layers, without <c>.weight</c> and <c>.bias</c>.</param>
    /// <exception cref="NotSupportedException">There are more inputs than the kernels have room for.</exception>
    public PackedMatrix RoundedLinear(params ReadOnlySpan<string> names)
    {
        var product = new JoinedLayers(_specs, names);
        (int inputs, int panelCount) = (product.Inputs, product.PanelCount);
        if (inputs > RoundedRows.MaxInputs)
        {
            throw new NotSupportedException($"The product with '{product.Name}.weight' has {inputs} inputs; rounded to 8 bits it can have at most {RoundedRows.MaxInputs}.");
        }

        float* memory = Memory.Block(WeightRecipe.Rounded($"{product.Name}.weight", WeightLayout.Panels, IntegerPanels.BytesOf(inputs, panelCount)), memory =>
        {
            var panels = new IntegerPanels(memory, inputs, panelCount);
            panels.Clear(panelCount - 1);
            ReadColumns(product, inputs, (values, column) => WeightRounding.PackAsColumns(values, panels, column));
            if (IntegerKernels.Best.ReadsSquares)
            {
                WeightRounding.SetSquares(panels, panelCount);
            }
        });
        return new PackedMatrix(new IntegerPanels(memory, inputs, panelCount), Bias(product), inputs, product.Outputs);
    }

    /// <summary>Weight and bias of a LayerNorm.</summary>
    /// <param name="name">Its name, without <c>.weight</c> and <c>.bias</c>.</param>
    public NormWeights Norm(string name) => Norm(name, isRms: false);

    /// <summary>The weight of an RMSNorm, which subtracts no mean.</summary>
    /// <param name="name">Its name, without <c>.weight</c>.</param>
    public NormWeights RmsNorm(string name) => Norm(name, isRms: true);

    /// <summary>
    /// The learned scalar mix: <c>_scalar_mix.scalar_parameters.N</c> and <c>_scalar_mix.gamma</c> where the checkpoint
    /// has them, else equal weights and gamma 1.
    /// </summary>
    /// <param name="layerCount">Number of layers.</param>
    public ScalarMix ScalarMix(int layerCount)
    {
        var mix = new ScalarMix(layerCount);
        for (int layer = 0; layer < layerCount; layer++)
        {
            mix.Weights[layer] = Scalar($"_scalar_mix.scalar_parameters.{layer}", absent: 0f);
        }

        mix.Gamma = Scalar("_scalar_mix.gamma", absent: 1f);
        return mix;
    }

    /// <summary>What is packed from here on belongs to this embedder alone: training changes it.</summary>
    public void StopSharing() => Memory.StopSharing();

    /// <summary>A tensor as a parameter.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="decays">Whether weight decay applies to it.</param>
    public Parameter Parameter(string name, bool decays = true)
    {
        WeightSpec spec = _specs[name];
        var parameter = new Parameter(name, spec.Columns == 0 ? [spec.Rows] : [spec.Rows, spec.Columns], decays);
        _weights.Read(name, parameter.Value);
        return parameter;
    }

    /// <summary>Embedding tables that are trained.</summary>
    /// <param name="words">Word embeddings.</param>
    /// <param name="positions">Position embeddings.</param>
    /// <param name="types">Token type embeddings.</param>
    /// <param name="positionCount">Positions that are used, from 0.</param>
    public TrainedEmbeddings Train(Parameter words, Parameter positions, Parameter types, int positionCount) =>
        Trained(new TrainedEmbeddings(words, positions, types, positionCount));

    /// <summary>Embedding tables of a family without token types that are trained.</summary>
    /// <param name="words">Word embeddings.</param>
    /// <param name="positions">Position embeddings.</param>
    /// <param name="positionCount">Positions that are used, from 0.</param>
    public TrainedEmbeddings Train(Parameter words, Parameter positions, int positionCount) =>
        Trained(new TrainedEmbeddings(words, positions, null, positionCount));

    /// <summary>Embedding tables of a family without a table of positions that are trained.</summary>
    /// <param name="words">Word embeddings.</param>
    /// <param name="types">Token type embeddings, or null.</param>
    public TrainedEmbeddings TrainWords(Parameter words, Parameter? types = null) => Trained(new TrainedEmbeddings(words, types));

    /// <summary>A product whose weights are trained.</summary>
    /// <param name="packed">The product as it was packed.</param>
    /// <param name="layers">The parameters of the layers that it consists of.</param>
    public TrainedLinear Train(in PackedMatrix packed, params LinearParameters[] layers) => Trained(new TrainedLinear(packed, layers));

    /// <summary>A table of what is added to scores that is trained.</summary>
    /// <param name="table">The table of buckets, [buckets, heads].</param>
    /// <param name="longest">Most pieces of a text.</param>
    public DistanceBias TrainDistances(Parameter table, int longest) => Trained(new DistanceBias(table, longest));

    /// <summary>A LayerNorm whose weights are trained.</summary>
    /// <param name="weights">Its weights as they were packed.</param>
    /// <param name="parameters">Its parameters.</param>
    public TrainedNorm Train(in NormWeights weights, NormParameters parameters) => Trained(new TrainedNorm(weights, parameters));

    /// <summary>Hands over what is to be laid out again when parameters have changed.</summary>
    public Trainer DetachTrainer() => new([.. _trained], Memory);

    /// <summary>Hands the packed weights over to the class that uses them.</summary>
    /// <param name="owner">The class, by which a call is told that they were released.</param>
    public WeightMemory Detach(Type owner)
    {
        WeightMemory memory = Memory;
        memory.Owner = owner;
        _memory = null;
        return memory;
    }

    /// <summary>Closes the checkpoint; frees what was packed unless it was detached.</summary>
    public void Dispose()
    {
        _checkpoint.Dispose();
        _memory?.Dispose();
    }

    private T Trained<T>(T weights)
        where T : ITrainedWeights
    {
        _trained.Add(weights);
        return weights;
    }

    /// <summary>Whether the class asks for a bias of a product or norm.</summary>
    internal bool HasBias(string name) => _specs.ContainsKey(name + ".bias");

    private NormWeights Norm(string name, bool isRms)
    {
        int width = _specs[name + ".weight"].Rows;
        float* bias = HasBias(name)
            ? Values(name + ".bias")
            : Memory.Block(new($"zeros[{width}]", WeightLayout.Rows, width), zeros => new Span<float>(zeros, width).Clear());
        return new NormWeights(Values(name + ".weight"), bias, width, isRms);
    }

    private float Scalar(string name, float absent)
    {
        Span<float> value = [absent];
        if (_weights.Has(name))
        {
            _weights.Read(name, value);
        }

        return value[0];
    }

    /// <summary>A tensor's values, in the order of the checkpoint.</summary>
    private float* Values(string name)
    {
        int count = _specs[name].Count;
        return Memory.Block(new(name, WeightLayout.Rows, count), values => _weights.Read(name, new Span<float>(values, count)));
    }

    private float[] Read(string name)
    {
        float[] values = GC.AllocateUninitializedArray<float>(_specs[name].Count);
        _weights.Read(name, values);
        return values;
    }

    /// <summary>The biases of a product, zero where a layer has none and past the last output.</summary>
    private float* Bias(JoinedLayers product)
    {
        int columns = product.PanelCount * PackedMatrix.PanelWidth;
        return Memory.Block(new($"{product.Name}.bias", WeightLayout.Columns, columns), bias =>
        {
            new Span<float>(bias, columns).Clear();
            foreach ((string layer, int column, int count) in product.Layers)
            {
                if (HasBias(layer))
                {
                    _weights.Read(layer + ".bias", new Span<float>(bias + column, count));
                }
            }
        });
    }

    /// <summary>Reads the rows of matrices, which are columns of a product, a panel at a time: each is packed while it is in the cache.</summary>
    private void ReadColumns(JoinedLayers product, int inputs, ColumnPacker pack)
    {
        foreach ((string layer, int first, int count) in product.Layers)
        {
            _weights.ReadParts(
                layer + ".weight",
                PanelPacking.CountPanels(first, count),
                part =>
                {
                    (int column, int columns) = PanelPacking.ColumnsOfPanel(part, first, count);
                    return ((column - first) * inputs, columns * inputs);
                },
                (part, values) => pack(values, PanelPacking.ColumnsOfPanel(part, first, count).Column));
        }
    }

    /// <summary>Packs some columns of a product, [columns, inputs], from a column on.</summary>
    private delegate void ColumnPacker(ReadOnlySpan<float> values, int column);

    private static void ClearLastPanel(float* panels, int inputs, int outputs, int columns)
    {
        if (outputs < columns)
        {
            nint panelFloats = (nint)inputs * PackedMatrix.PanelWidth;
            nint start = (columns / PackedMatrix.PanelWidth - 1) * panelFloats;
            NativeMemory.Clear(panels + start, (nuint)(panelFloats * sizeof(float)));
        }
    }
}
