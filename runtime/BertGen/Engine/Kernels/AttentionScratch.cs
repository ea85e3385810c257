namespace BertGen.Engine.Kernels;

/// <summary>Where the parts of an attention head's working memory lie, in floats; it stays in the cache of one core.</summary>
internal readonly struct AttentionScratch
{
    /// <summary>Most queries that are worked on together.</summary>
    public const int MaxBlockRows = 96;

    private const int MinBlockRows = 6;

    /// <summary>Scores held at once, unless a sequence is so long that the fewest queries need more.</summary>
    private const int ScoreFloats = 16 * 1024;

    /// <summary>Rows of a block are this many times fewer than the keys that a query sees to each side: what a block reads beyond the windows of its rows.</summary>
    private const int WindowsPerBlock = 2;

    /// <param name="length">Pieces of the sequence.</param>
    /// <param name="headSize">Values in a head.</param>
    /// <param name="near">Keys are seen at distances below this; 0: at any.</param>
    /// <param name="isCausal">Whether no key behind a query is seen.</param>
    public AttentionScratch(int length, int headSize, int near = 0, bool isCausal = false)
    {
        Length = Panels(length) * PackedMatrix.PanelWidth;
        HeadSize = Panels(headSize) * PackedMatrix.PanelWidth;
        (BlockRows, Keys) = Block(near);
        Stride = Keys + (near == 0 && !isCausal ? 0 : PackedMatrix.PanelWidth);
        Values = Length * headSize;
        Queries = Values + (length * HeadSize);
        Scores = Queries + (BlockRows * HeadSize);
        Sums = Scores + (BlockRows * Stride);
        Bias = Sums + (BlockRows * HeadSize);
        Floats = Bias + Length;
    }

    /// <summary>Sequence length in whole panels.</summary>
    public int Length { get; }

    /// <summary>Most keys that the queries of a block see, in whole panels.</summary>
    public int Keys { get; }

    /// <summary>Floats of a row of scores: of a window, which begins anywhere in it, the softmax writes whole vectors.</summary>
    public int Stride { get; }

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

    /// <summary>What a block of a shorter sequence may need beyond that of a longer one, where one is a window and the other is not.</summary>
    public int Spare => ScoreFloats + (MaxBlockRows * (PackedMatrix.PanelWidth + (2 * HeadSize)));

    /// <summary>Floats that are enough for every sequence up to a length.</summary>
    public static int Most(int longest, int headSize, int near, bool isCausal = false)
    {
        var scratch = new AttentionScratch(longest, headSize, near, isCausal);
        return near == 0 && !isCausal ? scratch.Floats : scratch.Floats + scratch.Spare;
    }

    private (int Rows, int Keys) Block(int near)
    {
        int all = Math.Clamp(ScoreFloats / Length / MinBlockRows * MinBlockRows, MinBlockRows, MaxBlockRows);
        if (near == 0)
        {
            return (all, Length);
        }

        // Windows of neighbours overlap; the first panel may begin before the first of them.
        int rows = Math.Clamp(near / WindowsPerBlock / MinBlockRows * MinBlockRows, MinBlockRows, MaxBlockRows);
        long window = ((long)near * 2) - 1 + rows + PackedMatrix.PanelWidth;
        return window >= Length ? (all, Length) : (rows, Panels((int)window) * PackedMatrix.PanelWidth);
    }

    private static int Panels(int columns) => PackedMatrix.CountPanels(columns);
}
