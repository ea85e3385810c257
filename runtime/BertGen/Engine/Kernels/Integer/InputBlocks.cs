namespace BertGen.Engine.Kernels.Integer;

/// <summary>
/// How the inputs of a product are cut into blocks that are rotated and rounded together: of 128, and of what is left one of 64 or of
/// 128, filled up with zeros. The cut depends on the number of inputs alone.
/// </summary>
internal readonly struct InputBlocks
{
    /// <summary>Inputs of a block.</summary>
    public const int MaxSize = 128;

    /// <summary>Inputs of one round of a tile's loop: what every size of a block is a multiple of.</summary>
    public const int Round = 16;

    /// <summary>The smaller size of a last block.</summary>
    public const int MinSize = 64;

    public InputBlocks(int inputs)
    {
        int rest = inputs % MaxSize;
        Inputs = inputs;
        Count = (inputs / MaxSize) + (rest > 0 ? 1 : 0);
        Length = (inputs - rest) + (rest == 0 ? 0 : rest <= MinSize ? MinSize : MaxSize);
    }

    /// <summary>Inputs, without zeros.</summary>
    public int Inputs { get; }

    /// <summary>Number of blocks.</summary>
    public int Count { get; }

    /// <summary>Inputs of all blocks, with the zeros of the last one.</summary>
    public int Length { get; }

    /// <summary>Inputs of a block, with zeros.</summary>
    public int SizeOf(int block) => Math.Min(MaxSize, Length - (block * MaxSize));

    /// <summary>Inputs of a block, without zeros.</summary>
    public int InputsOf(int block) => Math.Min(MaxSize, Inputs - (block * MaxSize));
}
