using BertGen.Generator.Common;

namespace BertGen.Generator.Planning;

/// <summary>The factor of one layer in a scalar mix.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Constant">Its factor when it was computed here; null when it is learned.</param>
internal sealed record MixFactor(int Layer, float? Constant)
{
    public override string ToString() =>
        Constant is { } constant ? NumberText.Literal(constant) : $"learned[{NumberText.Plain(Layer)}]";
}
