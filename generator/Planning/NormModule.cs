namespace BertGen.Generator.Planning;

/// <summary>The weights of one LayerNorm.</summary>
/// <param name="Role">What it normalises; the name of its field in the written class.</param>
/// <param name="Name">Name in the state dict behind the path, without <c>.weight</c> and <c>.bias</c>.</param>
/// <param name="Width">Width of the rows.</param>
/// <param name="Epsilon">The number as the config has it.</param>
internal sealed record NormModule(string Role, string Name, int Width, string Epsilon) : WeightModule(Role)
{
    /// <summary>The role of the norm behind the last layer, which belongs to that layer.</summary>
    public const string Final = "FinalNorm";

    /// <summary>Whether it has a bias.</summary>
    public bool HasBias { get; init; } = true;

    /// <summary>Whether it is an RMSNorm, which subtracts no mean.</summary>
    public bool IsRms { get; init; }

    /// <summary>Whether it is a head's: its tensors stand beside the encoder, and nothing is put before their names.</summary>
    public bool IsHead { get; init; }

    public override IReadOnlyList<string> LocalNames => [Name];

    public override IEnumerable<Weight> All => HasBias ? [Vector(".weight"), Vector(".bias")] : [Vector(".weight")];

    /// <summary>State-dict name.</summary>
    public string FullName => Path + Name;

    /// <summary>The same LayerNorm with the weights of another layer.</summary>
    public NormModule At(LayerPlace? layer) => this with { Path = layer?.Path ?? "" };

    public override string ToString() => $"{FullName} (epsilon {Epsilon}{(IsRms ? ", no mean" : "")})";

    private Weight Vector(string part) => Weight.Vector(Name + part, Width) with { Path = Path, IsHead = IsHead };
}
