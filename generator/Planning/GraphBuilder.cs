using BertGen.Generator.Configuration;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning;

/// <summary>Collects the operations of a graph: what families and heads build theirs with.</summary>
internal sealed partial class GraphBuilder
{
    private readonly List<Op> _ops = [];
    private readonly Dictionary<string, int> _weights = new(StringComparer.Ordinal);
    private LayerPlace? _layer;

    public IReadOnlyList<Op> Ops => _ops;

    /// <summary>Operations are part of a layer until what is returned is disposed.</summary>
    /// <param name="number">The place of the layer, from 0.</param>
    /// <param name="path">What stands before the names of its tensors, with a dot at the end; layers with one path share their weights.</param>
    /// <param name="kind">What layers that compute the same are called, such as <c>Global</c>, where not all are alike.</param>
    public IDisposable InLayer(int number, string path, string kind = "")
    {
        if (!_weights.TryGetValue(path, out int first))
        {
            _weights.Add(path, first = number);
        }

        _layer = new LayerPlace(number, path, first, kind);
        return new EndOfLayer(this);
    }

    /// <summary>Adds an operation.</summary>
    /// <returns>Its output.</returns>
    public Value Add(Op op)
    {
        _ops.Add(op with { Layer = _layer });
        return op.Output;
    }

    /// <summary>The decoder of a head that is compiled too, which takes the place of the table of words where a checkpoint has only one of them; null where they are not tied.</summary>
    public string? TiedDecoder { get; init; }

    /// <summary>Whether products are to be computed on numbers of 8 bits.</summary>
    public bool IsInt8 { get; init; }

    /// <summary>Rows of a table, by what stands in the input.</summary>
    public Value Lookup(string name, string slot, LookupIndex index, string table, int rows, int width) =>
        Add(new LookupOp(new Value(name, slot, width), index, new Weight(table + ".weight", rows, width, WeightLayout.Table)
        {
            StandIn = index == LookupIndex.Id && TiedDecoder is { } decoder ? new StandIn(decoder + ".weight", IsHead: true) : null,
        }));

    /// <summary>A product with bias: two operations, until they are fused.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="role">What it computes; the name of its field in the written class.</param>
    /// <param name="name">Name in the layer, or in the state dict outside of layers, without <c>.weight</c> and <c>.bias</c>.</param>
    /// <param name="outputs">Width of the result.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    public Value Dense(Value input, string role, string name, int outputs, bool hasBias = true) =>
        Dense(input, new LinearModule(role, [name], input.Width, outputs) { Path = Path, HasBias = hasBias });

    /// <summary>The same for a head, whose tensors stand beside the encoder and not in it: nothing is put before their names.</summary>
    public Value HeadDense(Value input, string role, string name, int outputs, bool hasBias = true) =>
        Dense(input, new LinearModule(role, [name], input.Width, outputs) { IsHead = true, HasBias = hasBias });

    /// <summary>The product of a masked-language head that makes its logits.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="role">What it computes.</param>
    /// <param name="name">Its name.</param>
    /// <param name="outputs">Entries of the vocabulary.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="words">The table whose values its weight has, where the two are tied.</param>
    /// <param name="bias">Where its bias is stored besides then.</param>
    public Value Decoder(Value input, string role, string name, int outputs, bool hasBias, string? words, string? bias) => Dense(input, new LinearModule(role, [name], input.Width, outputs)
    {
        IsHead = true,
        HasBias = hasBias,
        WeightStandIn = words is null ? null : new StandIn(words + ".weight", IsHead: false),
        BiasStandIn = bias is null ? null : new StandIn(bias, IsHead: true),
    });

    /// <summary>The classifier that most families have: <c>classifier.out_proj(activation(classifier.dense(first vector)))</c>.</summary>
    /// <param name="first">The first vectors of sequences.</param>
    /// <param name="activation">Between the products.</param>
    /// <param name="config">Has the labels.</param>
    public Value TwoStepClassifier(Value first, Activation activation, EncoderConfig config)
    {
        Value dense = Activate(HeadDense(first, "ClassifierDense", "classifier.dense", first.Width), activation, "activated");
        return HeadDense(dense, "Classifier", "classifier.out_proj", config.Labels.Count);
    }

    public Value Activate(Value input, Activation activation, string name) =>
        Add(new ActivationOp(input, activation, Named(name, input.Slot, input.Width) with { Rows = input.Rows }));

    /// <summary>Attention of every piece to all pieces of its sequence.</summary>
    public Value Attention(Value query, Value key, Value value, int heads, Value? bias = null) =>
        Add(new AttentionOp([query, key, value], heads, query.Width / heads, Named("context", "Context", query.Width)) { Bias = bias });

    /// <summary>What is added to scores for the distance of two pieces, the same in all layers.</summary>
    /// <param name="table">State-dict name of the table, without <c>.weight</c>.</param>
    /// <param name="buckets">Its rows.</param>
    /// <param name="heads">Attention heads.</param>
    public Value DistanceBias(string table, int buckets, int heads) => Add(new DistanceBiasOp(
        new Weight(table + ".weight", buckets, heads, WeightLayout.Table), new Value("distanceBias", "distanceBias", heads, RowSpace.Distances)));

    /// <summary>The product that makes the input of the layers of embeddings that have a width of their own.</summary>
    public Value Project(Value embedded, string name, int outputs)
    {
        var module = new LinearModule("EmbeddingProjection", [name], embedded.Width, outputs);
        Value product = Named("projected.product", "Hidden", outputs);
        Add(new LinearOp(embedded, module, product));
        return Add(new BiasOp(product, module, Named("projected", "Hidden", outputs)));
    }

    /// <summary>norm(residual + dense).</summary>
    public Value AddNorm(Value dense, Value residual, string name, string role, string module, string epsilon)
    {
        Value sum = Add(new AddOp(residual, dense, Named(name + ".sum", "Hidden", dense.Width)));
        return Norm(sum, name, role, module, epsilon);
    }

    public Value Norm(Value input, string name, string role, string module, string epsilon, string slot = "Hidden", bool hasBias = true, bool isRms = false) => Add(new NormOp(
        input, new NormModule(role, module, input.Width, epsilon) { Path = Path, HasBias = hasBias, IsRms = isRms }, Named(name, slot, input.Width) with { Rows = input.Rows }));

    /// <summary>The graph of what was added.</summary>
    /// <param name="output">Its result.</param>
    public EmbedderPlan Finish(Value output) =>
        new([.. _ops], [.. _ops.SelectMany(op => op.Weights).GroupBy(weight => weight.Name).Select(group => group.First())], output) { IsInt8 = IsInt8 };

    private Value Dense(Value input, LinearModule module)
    {
        Value result = Named(module.Role, module.Role, module.Width) with { Rows = input.Rows };
        if (!module.HasBias)
        {
            return Add(new LinearOp(input, module, result));
        }

        Value product = result with { Name = module.Role + ".product" };
        Add(new LinearOp(input, module, product));
        return Add(new BiasOp(product, module, result));
    }

    private string Path => _layer?.Path ?? "";

    private Value Named(string name, string slot, int width) =>
        new(name, slot, width) { Layer = _layer?.Number };

    private sealed class EndOfLayer(GraphBuilder graph) : IDisposable
    {
        public void Dispose() => graph._layer = null;
    }
}
