using BertGen.Generator.Common;

namespace BertGen.Generator.Planning;

/// <summary>One or more linear layers with the same input, side by side as one product.</summary>
/// <param name="Role">What it computes; the name of its field in the written class.</param>
/// <param name="Names">Names of the layers in the state dict behind the path, without <c>.weight</c> and <c>.bias</c>.</param>
/// <param name="Inputs">Width of the input.</param>
/// <param name="Outputs">Widths of the layers' outputs.</param>
internal sealed record LinearModule(string Role, EquatableArray<string> Names, int Inputs, EquatableArray<int> Outputs) : WeightModule(Role)
{
    /// <summary>Layers whose outputs have one width.</summary>
    public LinearModule(string role, EquatableArray<string> names, int inputs, int outputs)
        : this(role, names, inputs, names.Select(_ => outputs).ToEquatable())
    {
    }

    /// <summary>What each of the layers computes, as parameters are called.</summary>
    public EquatableArray<string> Parts { get; init; } = [Role];

    /// <summary>Whether the layers have biases; all of them or none.</summary>
    public bool HasBias { get; init; } = true;

    /// <summary>Whether the weights are rounded to 8 bits when they are packed, and the rows that meet them too.</summary>
    public bool IsRounded { get; init; }

    /// <summary>Whether it is a head's: its tensors stand beside the encoder, and nothing is put before their names.</summary>
    public bool IsHead { get; init; }

    /// <summary>What takes the place of the weight in a checkpoint without it.</summary>
    public StandIn? WeightStandIn { get; init; }

    /// <summary>What takes the place of the bias in a checkpoint without it.</summary>
    public StandIn? BiasStandIn { get; init; }

    public int Width => Outputs.Sum();

    public IEnumerable<Weight> Matrices => Names.Select(Matrix);

    public IEnumerable<Weight> Biases => HasBias ? Names.Select(Bias) : [];

    public override IReadOnlyList<string> LocalNames => Names;

    /// <summary>Weight and bias of each layer in turn, as a checkpoint lists them.</summary>
    public override IEnumerable<Weight> All => Names.SelectMany((name, part) => HasBias ? new[] { Matrix(name, part), Bias(name, part) } : [Matrix(name, part)]);

    /// <summary>The same product with the weights of another layer.</summary>
    public LinearModule At(LayerPlace? layer) => this with { Path = layer?.Path ?? "" };

    public override string ToString() => string.Join(" | ", FullNames) + (IsRounded ? " int8" : "");

    private Weight Matrix(string name, int part) => new(name + ".weight", Outputs[part], Inputs, WeightLayout.Panels) { Path = Path, IsHead = IsHead, StandIn = WeightStandIn };

    private Weight Bias(string name, int part) => Weight.Vector(name + ".bias", Outputs[part]) with { Path = Path, IsHead = IsHead, StandIn = BiasStandIn };
}
