namespace BertGen.Engine.Kernels;

/// <summary>Where the parts of a head's working memory in the backward pass lie, in floats.</summary>
internal readonly struct AttentionGradientScratch
{
    /// <summary>Most queries that are worked on together.</summary>
    private const int MaxBlockRows = 96;

    private const int MinBlockRows = 6;

    /// <summary>Scores held at once, unless a sequence is so long that the fewest queries need more.</summary>
    private const int ScoreFloats = 16 * 1024;

    /// <summary>Rows of a block are this many times fewer than the keys that a query sees to each side: what a block reads beyond the windows of its rows.</summary>
    private const int WindowsPerBlock = 2;

    /// <param name="length">Pieces of the sequence.</param>
    /// <param name="headSize">Values in a head.</param>
    /// <param name="near">Keys are seen at distances below this; 0: at any.</param>
    /// <param name="isCausal">Whether no key behind a query is seen.</param>
    public AttentionGradientScratch(int length, int headSize, int near = 0, bool isCausal = false)
    {
        Length = PackedMatrix.WholePanels(length);
        HeadSize = PackedMatrix.WholePanels(headSize);
        (BlockRows, Keys) = Block(near);
        Stride = Keys + (near == 0 && !isCausal ? 0 : PackedMatrix.PanelWidth);
        int columns = Length * headSize, rows = length * HeadSize, block = BlockRows * HeadSize, scores = BlockRows * Stride;
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

    /// <summary>Sequence length in whole panels.</summary>
    public int Length { get; }

    /// <summary>Most keys that the queries of a block see, in whole panels.</summary>
    public int Keys { get; }

    /// <summary>Floats of a row of scores: of a window, which begins anywhere in it, the softmax writes whole vectors.</summary>
    public int Stride { get; }

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

    /// <summary>Floats that are enough for every sequence up to a length.</summary>
    public static int Most(int longest, int headSize, int near, bool isCausal = false)
    {
        const int ScoresAndBlocks = 4;
        var scratch = new AttentionGradientScratch(longest, headSize, near, isCausal);

        // What a block of a shorter sequence may need beyond that of a longer one, where one is a window and the other is not.
        int spare = ScoreFloats + (MaxBlockRows * (PackedMatrix.PanelWidth + (2 * scratch.HeadSize)));
        return near == 0 && !isCausal ? scratch.Floats : scratch.Floats + (ScoresAndBlocks * spare);
    }

    private (int Rows, int Keys) Block(int near)
    {
        int all = Math.Clamp(ScoreFloats / Length / MinBlockRows * MinBlockRows, MinBlockRows, MaxBlockRows);
        if (near == 0)
        {
            return (all, Length);
        }

        // Windows of neighbours overlap; the first panel may begin before the first of them, and the last end behind the last.
        int rows = Math.Clamp(near / WindowsPerBlock / MinBlockRows * MinBlockRows, MinBlockRows, MaxBlockRows);
        long window = ((long)near * 2) - 1 + rows + (2 * PackedMatrix.PanelWidth);
        return window >= Length ? (all, Length) : (rows, PackedMatrix.WholePanels((int)window));
    }
}
