using BertGen.Generator.Common;

namespace BertGen.Generator.Planning;

/// <summary>A matrix that one operation defines and later ones read.</summary>
/// <param name="Name">Unique in the plan, such as <c>layer.0.context</c>.</param>
/// <param name="Slot">The variable it is kept in; the values of one variable follow each other in time.</param>
/// <param name="Width">Columns.</param>
/// <param name="Rows">What its rows stand for.</param>
/// <param name="IsKept">Whether a training step keeps it for the backward pass, outside of the workspace.</param>
internal sealed record Value(string Name, string Slot, int Width, RowSpace Rows = RowSpace.Pieces, bool IsKept = false)
{
    public string Shape => $"[{Rows.ToString().ToLowerInvariant()}, {NumberText.Plain(Width)}]";

    public bool HasShapeOf(Value other) => Rows == other.Rows && Width == other.Width;

    // Names are unique, so they are hash enough; passes look values up by the thousand.
    public override int GetHashCode() => Name.GetHashCode();

    public override string ToString() => "%" + Name;
}
