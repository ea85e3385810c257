namespace BertGen.Engine.Kernels;

/// <summary>One head over one sequence: what <see cref="KernelSet.Attend"/> works on.</summary>
internal readonly unsafe ref struct AttentionHead
{
    /// <summary>Windows of two panels of queries up to here have scores of 128 KB at most.</summary>
    private const int MostNear = 504;

    /// <summary>A tile of the widest vectors has as many components of a value.</summary>
    private const int NearHeadStep = 32;

    /// <summary>Query of the sequence's first piece; its key and value stand beside it in one row, or each in a matrix of the head.</summary>
    public required float* Queries { get; init; }

    public required float* Keys { get; init; }

    public required float* Values { get; init; }

    /// <summary>Floats from one piece to the next.</summary>
    public required nint Stride { get; init; }

    /// <summary>Pieces of the sequence that are attended to; those behind them attend to these alone.</summary>
    public required int Length { get; init; }

    /// <summary>Values in a query, a key and a value.</summary>
    public required int HeadSize { get; init; }

    /// <summary>
    /// The pieces whose attention is wanted, rising, counted as <see cref="FirstPiece"/> counts; empty when all are.
    /// </summary>
    public required ReadOnlySpan<int> Wanted { get; init; }

    /// <summary>How many pieces are wanted.</summary>
    public required int WantedCount { get; init; }

    /// <summary>What the sequence's first piece is called in <see cref="Wanted"/>.</summary>
    public required int FirstPiece { get; init; }

    /// <summary>Result, one row per wanted piece.</summary>
    public required float* Context { get; init; }

    /// <summary>Floats from one result row to the next.</summary>
    public required nint ContextStride { get; init; }

    /// <summary>What is added to scaled scores by the distance of key and query: the value for distance 0, the others around it; null: nothing.</summary>
    public float* Bias { get; init; }

    /// <summary>The largest distance that has a value; beyond it is the same.</summary>
    public int BiasReach { get; init; }

    /// <summary>Columns of the pieces, where pieces are missing between them; empty where there are none.</summary>
    public ReadOnlySpan<int> Columns { get; init; }

    /// <summary>Whether the bias of a row of scores stands in one run.</summary>
    public bool HasRunsOfBias => Columns.IsEmpty && Length - 1 <= BiasReach;

    /// <summary>From the column of a query to that of a key, as far as there are values.</summary>
    public int Distance(int query, int key) => Math.Clamp(Columns.IsEmpty ? key - query : Columns[key] - Columns[query], -BiasReach, BiasReach);

    /// <summary>Whether wanted pieces stand side by side in the text, and so do all: what one sees begins and ends one piece behind what the one before it sees.</summary>
    public bool IsOneRun => Columns.IsEmpty && Wanted.IsEmpty;

    /// <summary>Keys are seen at distances below this; 0: at any.</summary>
    public int Near { get; init; }

    /// <summary>Whether no key behind a query is seen.</summary>
    public bool IsCausal { get; init; }

    /// <summary>How many keys behind a query it sees, where there is a window or an order.</summary>
    public int Ahead => IsCausal ? 0 : Near - 1;

    /// <summary>Whether queries see all keys: there is no window, or the text is no longer than one.</summary>
    public bool SeesAll => !IsCausal && (Near == 0 || (Columns.IsEmpty && Near >= Length));

    /// <summary>Whether all is as <see cref="NearAttentionKernel{TSimd, TVector}"/> takes it: all pieces of a text, each with a window whose scores are in the cache.</summary>
    public bool IsNear => Near is > 0 and <= MostNear && !SeesAll && IsOneRun && Bias == null && !Dropout.IsActive && HeadSize % NearHeadStep == 0;

    /// <summary>The piece of the sequence whose attention is the wanted one of a number.</summary>
    public int Piece(int wanted) => Wanted.IsEmpty ? wanted : Wanted[wanted] - FirstPiece;

    /// <summary>What dropout calls the row of a wanted piece.</summary>
    public long DropoutRow(int wanted) => FirstDropoutRow + ((long)wanted * DropoutRowStep);

    /// <summary>The keys that a query sees: one run of the sequence, since columns rise.</summary>
    /// <param name="query">A piece of the sequence.</param>
    public IndexRange Seen(int query)
    {
        int first = Near == 0 ? 0 : Columns.IsEmpty ? Math.Max(0, query - Near + 1) : FirstAt(Columns[query] - Near + 1);
        int end = IsCausal ? Math.Min(Length, query + 1)
            : Near == 0 ? Length
            : Columns.IsEmpty ? Math.Min(Length, query + Near)
            : FirstAt(Columns[query] + Near);

        // A piece that nobody attends to may be far from all others. What it is given then is used by nobody.
        return first < end ? new IndexRange(first, end) : new IndexRange(0, 1);
    }

    /// <summary>Dropout of the softmax.</summary>
    public DropoutMask Dropout { get; init; }

    /// <summary>What dropout calls the first wanted row of this head.</summary>
    public long FirstDropoutRow { get; init; }

    /// <summary>From one wanted row to the next.</summary>
    public int DropoutRowStep { get; init; }

    /// <summary>The first piece at a column, or behind it.</summary>
    private int FirstAt(int column)
    {
        int index = Columns[..Length].BinarySearch(column);
        return index < 0 ? ~index : index;
    }
}
