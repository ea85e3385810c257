namespace BertGen.Generator.Planning;

/// <summary>The weights of one LayerNorm.</summary>
/// <param name="Role">What it normalises; the name of its field in the written class.</param>
/// <param name="Name">Name in the state dict behind the path, without <c>.weight</c> and <c>.bias</c>.</param>
/// <param name="Width">Width of the rows.</param>
/// <param name="Epsilon">The number as the config has it.</param>
internal sealed record NormModule(string Role, string Name, int Width, string Epsilon) : WeightModule(Role)
{
    public override IReadOnlyList<string> LocalNames => [Name];

    public override IEnumerable<Weight> All =>
    [
        Weight.Vector(Name + ".weight", Width) with { Path = Path },
        Weight.Vector(Name + ".bias", Width) with { Path = Path },
    ];

    /// <summary>State-dict name.</summary>
    public string FullName => Path + Name;

    /// <summary>The same LayerNorm with the weights of another layer.</summary>
    public NormModule At(LayerPlace? layer) => this with { Path = layer?.Path ?? "" };

    public override string ToString() => $"{FullName} (epsilon {Epsilon})";
}
