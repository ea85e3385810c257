using BertGen.Generator.Common;

namespace BertGen.Generator.Planning;

/// <summary>One or more linear layers with the same input, side by side as one product.</summary>
/// <param name="Role">What it computes; the name of its field in the written class.</param>
/// <param name="Names">Names of the layers in the state dict behind the path, without <c>.weight</c> and <c>.bias</c>.</param>
/// <param name="Inputs">Width of the input.</param>
/// <param name="Outputs">Width of each layer's output.</param>
internal sealed record LinearModule(string Role, EquatableArray<string> Names, int Inputs, int Outputs) : WeightModule(Role)
{
    /// <summary>What each of the layers computes, as parameters are called.</summary>
    public EquatableArray<string> Parts { get; init; } = [Role];

    /// <summary>Whether the layers have biases; all of them or none.</summary>
    public bool HasBias { get; init; } = true;

    /// <summary>Whether it is a head's: its tensors stand beside the encoder, and nothing is put before their names.</summary>
    public bool IsHead { get; init; }

    public int Width => Names.Count * Outputs;

    public IEnumerable<Weight> Matrices => Names.Select(name => Matrix(name));

    public IEnumerable<Weight> Biases => HasBias ? Names.Select(name => Bias(name)) : [];

    public override IReadOnlyList<string> LocalNames => Names;

    /// <summary>Weight and bias of each layer in turn, as a checkpoint lists them.</summary>
    public override IEnumerable<Weight> All => Names.SelectMany(name => HasBias ? new[] { Matrix(name), Bias(name) } : [Matrix(name)]);

    /// <summary>The same product with the weights of another layer.</summary>
    public LinearModule At(LayerPlace? layer) => this with { Path = layer?.Path ?? "" };

    public override string ToString() => string.Join(" | ", FullNames);

    private Weight Matrix(string name) => new(name + ".weight", Outputs, Inputs, WeightLayout.Panels) { Path = Path, IsHead = IsHead };

    private Weight Bias(string name) => Weight.Vector(name + ".bias", Outputs) with { Path = Path, IsHead = IsHead };
}
