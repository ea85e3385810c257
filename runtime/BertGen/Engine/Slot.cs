using System.ComponentModel;

namespace BertGen.Engine;

/// <summary>
/// Where one value of a compiled model lies: a matrix with one row per piece, in the workspace of a group of pieces, or
/// among what is kept of the whole batch for the backward pass.
/// </summary>
/// <param name="offset">Where it begins, in floats per piece; a multiple of 16.</param>
/// <param name="width">Values in a row.</param>
/// <param name="isKept">Whether it is kept for the backward pass.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Slot(int offset, int width, bool isKept = false)
{
    /// <summary>Columns in a panel of packed weights; row strides and offsets are multiples of it.</summary>
    public const int Alignment = 16;

    /// <summary>Where the matrix begins, in floats per piece.</summary>
    public int Offset { get; } = offset;

    /// <summary>Values in a row.</summary>
    public int Width { get; } = width;

    /// <summary>Whether it is kept for the backward pass.</summary>
    public bool IsKept { get; } = isKept;

    /// <summary>Floats from one row to the next: the width, rounded up to whole panels.</summary>
    public int Stride => (Width + Alignment - 1) & -Alignment;
}
