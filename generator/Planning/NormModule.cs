namespace BertGen.Generator.Planning;

/// <summary>The weights of one LayerNorm.</summary>
/// <param name="Role">What it normalises; the name of its field in the written class.</param>
/// <param name="Name">State-dict name, without <c>.weight</c> and <c>.bias</c>.</param>
/// <param name="Width">Width of the rows.</param>
/// <param name="Epsilon">The number as the config has it.</param>
internal sealed record NormModule(string Role, string Name, int Width, string Epsilon)
{
    public Weight[] Weights => [Weight.Vector(Name + ".weight", Width), Weight.Vector(Name + ".bias", Width)];

    public override string ToString() => $"{Name} (epsilon {Epsilon})";
}
