using BertGen.Generator.Common;

namespace BertGen.Generator.Planning;

/// <summary>A matrix that one operation defines and later ones read.</summary>
/// <param name="Name">Unique among the values of its layer, or of the plan outside the layers; such as <c>context</c>.</param>
/// <param name="Slot">The variable it is kept in; the values of one variable follow each other in time.</param>
/// <param name="Width">Columns.</param>
/// <param name="Rows">What its rows stand for.</param>
/// <param name="IsKept">Whether a training step keeps it for the backward pass, outside of the workspace.</param>
internal sealed record Value(string Name, string Slot, int Width, RowSpace Rows = RowSpace.Pieces, bool IsKept = false)
{
    /// <summary>What has that variable.</summary>
    public SlotScope Scope { get; init; }

    /// <summary>The number of the layer that it is a value of; null outside the layers.</summary>
    public int? Layer { get; init; }

    /// <summary>Columns that lie together for all pieces, as those of a head do; 0: its rows are in one piece.</summary>
    public int HeadSize { get; init; }

    /// <summary>Whether it is the gradient of the value that is called so.</summary>
    public bool IsGradient { get; init; }

    /// <summary>Whether the backward pass computes it again.</summary>
    public bool IsAgain { get; init; }

    /// <summary>Unique in the plan, such as <c>layer.0.context</c>.</summary>
    public string FullName =>
        (IsGradient ? "gradient of " : "") + (Layer is { } layer ? $"layer.{NumberText.Plain(layer)}." : "") + Name + (IsAgain ? ".again" : "");

    public string Shape => $"[{Rows.ToString().ToLowerInvariant()}, {NumberText.Plain(Width)}]";

    public bool HasShapeOf(Value other) => Rows == other.Rows && Width == other.Width && HeadSize == other.HeadSize;

    // Names and layers are unique, so they are hash enough; passes look values up by the thousand.
    public override int GetHashCode() => unchecked((Name.GetHashCode() * 31) + (Layer ?? -1));

    public override string ToString() => "%" + FullName;
}
