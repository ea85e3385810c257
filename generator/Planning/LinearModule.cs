using BertGen.Generator.Common;

namespace BertGen.Generator.Planning;

/// <summary>One or more linear layers with the same input, side by side as one product.</summary>
/// <param name="Role">What it computes; the name of its field in the written class.</param>
/// <param name="Names">State-dict names of the layers, without <c>.weight</c> and <c>.bias</c>.</param>
/// <param name="Inputs">Width of the input.</param>
/// <param name="Outputs">Width of each layer's output.</param>
internal sealed record LinearModule(string Role, EquatableArray<string> Names, int Inputs, int Outputs)
{
    /// <summary>What each of the layers computes, as parameters are called.</summary>
    public EquatableArray<string> Parts { get; init; } = [Role];

    /// <summary>Whether it is a head's: its tensors stand beside the encoder, and nothing is put before their names.</summary>
    public bool IsHead { get; init; }

    public int Width => Names.Count * Outputs;

    public IEnumerable<Weight> Matrices => Names.Select(name => new Weight(name + ".weight", Outputs, Inputs, WeightLayout.Panels) { IsHead = IsHead });

    public IEnumerable<Weight> Biases => Names.Select(name => Weight.Vector(name + ".bias", Outputs) with { IsHead = IsHead });

    /// <summary>Weight and bias of each layer in turn, as a checkpoint lists them.</summary>
    public IEnumerable<Weight> All => Names.SelectMany(name => new[]
    {
        new Weight(name + ".weight", Outputs, Inputs, WeightLayout.Panels) { IsHead = IsHead },
        Weight.Vector(name + ".bias", Outputs) with { IsHead = IsHead },
    });

    public override string ToString() => string.Join(" | ", Names);
}
