namespace BertGen.Engine.Kernels;

/// <summary>Where the parts of an attention head's working memory lie, in floats; it stays in the cache of one core.</summary>
internal readonly struct AttentionScratch
{
    /// <summary>Most queries that are worked on together.</summary>
    public const int MaxBlockRows = 96;

    private const int MinBlockRows = 6;

    /// <summary>Scores held at once, unless a sequence is so long that the fewest queries need more.</summary>
    private const int ScoreFloats = 16 * 1024;

    public AttentionScratch(int length, int headSize)
    {
        Length = Panels(length) * PackedMatrix.PanelWidth;
        HeadSize = Panels(headSize) * PackedMatrix.PanelWidth;
        BlockRows = Math.Clamp(ScoreFloats / Length / MinBlockRows * MinBlockRows, MinBlockRows, MaxBlockRows);
        Values = Length * headSize;
        Queries = Values + (length * HeadSize);
        Scores = Queries + (BlockRows * HeadSize);
        Sums = Scores + (BlockRows * Length);
        Bias = Sums + (BlockRows * HeadSize);
        Floats = Bias + Length;
    }

    /// <summary>Sequence length in whole panels; the floats of a row of scores.</summary>
    public int Length { get; }

    /// <summary>Head size in whole panels; the floats of a query and of a sum.</summary>
    public int HeadSize { get; }

    /// <summary>Queries that are worked on together.</summary>
    public int BlockRows { get; }

    /// <summary>Where the packed values begin; the packed keys begin at 0.</summary>
    public int Values { get; }

    public int Queries { get; }

    public int Scores { get; }

    /// <summary>Where the weighted sums of values begin.</summary>
    public int Sums { get; }

    /// <summary>Where what is added to a row of scores is gathered.</summary>
    public int Bias { get; }

    /// <summary>Size of the whole.</summary>
    public int Floats { get; }

    private static int Panels(int columns) => PackedMatrix.CountPanels(columns);
}
