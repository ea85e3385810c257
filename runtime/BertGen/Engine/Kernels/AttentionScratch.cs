namespace BertGen.Engine.Kernels;

/// <summary>Where the parts of an attention head's working memory lie, in floats; it stays in the cache of one core.</summary>
internal readonly struct AttentionScratch
{
    /// <summary>Most panels of queries that are worked on together: a tile spans as many.</summary>
    private const int MaxPanels = 2;

    /// <summary>Scores held at once, unless a sequence is so long that a panel of queries needs more.</summary>
    private const int ScoreFloats = 32 * 1024;

    /// <summary>Queries of a block are this many times fewer than the keys that a query sees to each side: what a block reads beyond their windows.</summary>
    private const int WindowsPerBlock = 2;

    private const int PanelWidth = PackedMatrix.PanelWidth;

    /// <param name="length">Pieces of the sequence.</param>
    /// <param name="headSize">Values in a head.</param>
    /// <param name="near">Keys are seen at distances below this; 0: at any.</param>
    public AttentionScratch(int length, int headSize, int near = 0)
    {
        (Panels, Keys) = Block(PackedMatrix.WholePanels(length), near);
        Values = PackedMatrix.WholePanels(length * headSize);
        Queries = 2 * Values;
        Scores = Queries + (Panels * PanelWidth * headSize);
        Sums = Scores + (Panels * PanelWidth * Keys);
        Inverses = Sums + (Panels * PanelWidth * headSize);
        Bias = Inverses + (Panels * PanelWidth);
        Row = Bias + (2 * PackedMatrix.WholePanels(length)) + PanelWidth;
        Floats = Row + PackedMatrix.WholePanels(length);
    }

    /// <summary>Panels of 16 queries that are worked on together.</summary>
    public int Panels { get; }

    /// <summary>Most keys that the queries of a block see, those of whole tiles.</summary>
    public int Keys { get; }

    /// <summary>Where the packed values begin; the packed keys begin at 0.</summary>
    public int Values { get; }

    public int Queries { get; }

    public int Scores { get; }

    /// <summary>Where the weighted sums of values begin.</summary>
    public int Sums { get; }

    /// <summary>Where one over the sum of each softmax stands.</summary>
    public int Inverses { get; }

    /// <summary>Where what is added to the scores is gathered by distance.</summary>
    public int Bias { get; }

    /// <summary>Where the softmax of one query is gathered.</summary>
    public int Row { get; }

    /// <summary>Size of the whole.</summary>
    public int Floats { get; }

    /// <summary>Floats that are enough for every sequence up to a length, whatever it sees: the scores of a shorter one may be more.</summary>
    public static int Most(int longest, int headSize)
    {
        var scratch = new AttentionScratch(longest, headSize);
        int most = MaxPanels * PanelWidth * ((2 * headSize) + 1 + PanelWidth);
        return scratch.Floats + most + Math.Max(0, ScoreFloats - (scratch.Panels * PanelWidth * scratch.Keys));
    }

    private static (int Panels, int Keys) Block(int length, int near)
    {
        int panels = PanelsFor(length);
        if (near == 0)
        {
            return (panels, length);
        }

        // Windows of neighbours overlap; the first tile may begin before the first of them, and the last end behind the last.
        int wanted = Math.Clamp(near / WindowsPerBlock / PanelWidth, 1, MaxPanels);
        long window = ((long)near * 2) - 1 + (wanted * PanelWidth) + (2 * PanelWidth);
        if (window >= length)
        {
            return (panels, length);
        }

        int keys = PackedMatrix.WholePanels((int)window);
        return (Math.Min(wanted, PanelsFor(keys)), keys);
    }

    private static int PanelsFor(int keys) => Math.Clamp(ScoreFloats / PanelWidth / keys, 1, MaxPanels);
}
