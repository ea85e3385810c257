namespace BertGen.Engine.Kernels;

/// <summary>Where the parts of a head's working memory in the backward pass lie, in floats.</summary>
internal readonly struct AttentionGradientScratch
{
    public AttentionGradientScratch(int length, int headSize)
    {
        var forward = new AttentionScratch(length, headSize);
        (Length, HeadSize, BlockRows) = (forward.Length, forward.HeadSize, forward.BlockRows);
        int columns = Length * headSize, rows = length * HeadSize, block = BlockRows * HeadSize, scores = BlockRows * Length;
        ValueColumns = columns;
        KeyRows = ValueColumns + columns;
        KeySums = KeyRows + rows;
        ValueSums = KeySums + rows;
        Queries = ValueSums + rows;
        Outputs = Queries + block;
        QueryRows = Outputs + block;
        OutputRows = QueryRows + block;
        Softmax = OutputRows + block;
        Scores = Softmax + scores;
        Dropped = Scores + scores;
        Packed = Dropped + scores;
        Bias = Packed + scores;
        Floats = Bias + Length;
    }

    /// <summary>Sequence length in whole panels; the floats of a row of scores.</summary>
    public int Length { get; }

    /// <summary>Head size in whole panels.</summary>
    public int HeadSize { get; }

    /// <summary>Queries that are worked on together.</summary>
    public int BlockRows { get; }

    /// <summary>Values as columns; keys as columns begin at 0.</summary>
    public int ValueColumns { get; }

    public int KeyRows { get; }

    /// <summary>The gradient of the keys, summed over the blocks of queries.</summary>
    public int KeySums { get; }

    public int ValueSums { get; }

    public int Queries { get; }

    /// <summary>Gradients of the outputs of a block, and then of its queries.</summary>
    public int Outputs { get; }

    public int QueryRows { get; }

    public int OutputRows { get; }

    public int Softmax { get; }

    /// <summary>Gradients of the softmax, and then of the scores.</summary>
    public int Scores { get; }

    public int Dropped { get; }

    public int Packed { get; }

    /// <summary>Where what is added to a row of scores is gathered.</summary>
    public int Bias { get; }

    /// <summary>Size of the whole.</summary>
    public int Floats { get; }
}
