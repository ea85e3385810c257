using System.ComponentModel;

namespace BertGen.Engine;

/// <summary>
/// Where one value of a compiled model lies: a matrix with one row per piece, in the workspace of a group of pieces, or
/// among what is kept of the whole batch for the backward pass, or where the caller has it.
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

    /// <summary>Whether the rows are those that the caller gave, which are only read.</summary>
    public bool IsGiven { get; private init; }

    /// <summary>Whether it is kept for the backward pass.</summary>
    public bool IsKept { get; } = isKept;

    /// <summary>Columns that lie together for all pieces of the group, one head after the other; 0: a row is in one piece.</summary>
    public int HeadSize { get; private init; }

    /// <summary>The rows that the caller gave.</summary>
    /// <param name="width">Values in a row.</param>
    public static Slot Given(int width) => new(offset: 0, width) { IsGiven = true };

    /// <summary>Queries, keys and values, head by head: those of one head are a matrix, [pieces, head size].</summary>
    /// <param name="offset">Where it begins, in floats per piece; a multiple of 16.</param>
    /// <param name="width">Values of a piece in all of them.</param>
    /// <param name="headSize">Values in a head, a multiple of 32.</param>
    public static Slot OfHeads(int offset, int width, int headSize) => new(offset, width) { HeadSize = headSize };

    /// <summary>Floats from one row to the next, but for rows that were given: the width, rounded up to whole panels, or that of a head.</summary>
    public int Stride => HeadSize > 0 ? HeadSize : (Width + Alignment - 1) & -Alignment;
}
