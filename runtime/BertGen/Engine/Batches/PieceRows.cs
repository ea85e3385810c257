namespace BertGen.Engine.Batches;

/// <summary>
/// The pieces of a batch without padding: every piece that is there is a row of one ragged matrix. Rows that
/// attend to each other form a sequence: a text, or one window of a long text.
/// </summary>
internal sealed class PieceRows
{
    private readonly IntList _ids = new();
    private readonly IntList _positions = new();
    private readonly IntList _columns = new();
    private readonly IntList _types = new();
    private readonly IntList _places = new();
    private readonly IntList _sequenceEnds = new();
    private readonly IntList _attendedEnds = new();
    private readonly IntList _rowOfPiece = new();

    /// <summary>Number of rows.</summary>
    public int Count => _ids.Count;

    /// <summary>Word id of every row.</summary>
    public ReadOnlySpan<int> Ids => _ids.Items;

    /// <summary>Row of the position table of every row.</summary>
    public ReadOnlySpan<int> Positions => _positions.Items;

    /// <summary>Column of every row in its window; its position, unless positions are counted by ids.</summary>
    public ReadOnlySpan<int> Columns => _columns.Items;

    /// <summary>Token type of every row.</summary>
    public ReadOnlySpan<int> Types => _types.Items;

    /// <summary>Row of the folded table of positions and types: <c>type * positions that are used + position</c>.</summary>
    public ReadOnlySpan<int> Places => _places.Items;

    /// <summary>Number of sequences; none is empty.</summary>
    public int SequenceCount => _sequenceEnds.Count;

    /// <summary>Rows of the longest sequence.</summary>
    public int LongestSequence { get; private set; }

    /// <summary>One more than the largest column of a row.</summary>
    public int ColumnCount { get; private set; }

    /// <summary>The row of every piece of the batch as it was given, -1 for padding.</summary>
    public ReadOnlySpan<int> RowOfPiece => _rowOfPiece.Items;

    /// <summary>First row of a sequence.</summary>
    public int SequenceStart(int sequence) => sequence == 0 ? 0 : _sequenceEnds[sequence - 1];

    /// <summary>One past the last row of a sequence.</summary>
    public int SequenceEnd(int sequence) => _sequenceEnds[sequence];

    /// <summary>One past the last row of a sequence that others attend to; a row behind it attends to these alone.</summary>
    public int AttendedEnd(int sequence) => _attendedEnds[sequence];

    public void Clear()
    {
        _ids.Clear();
        _positions.Clear();
        _columns.Clear();
        _types.Clear();
        _places.Clear();
        _sequenceEnds.Clear();
        _attendedEnds.Clear();
        _rowOfPiece.Clear();
        (LongestSequence, ColumnCount) = (0, 0);
    }

    /// <summary>Positions that texts of a length use, from 0.</summary>
    /// <param name="maxPieces">The length.</param>
    /// <param name="positionPadding">The id that is not counted, where positions are counted by ids.</param>
    public static int PositionsUsed(int maxPieces, int? positionPadding) => maxPieces + (positionPadding + 1 ?? 0);

    /// <summary>Adds one text; its windows begin anew at the first position.</summary>
    /// <param name="ids">Word ids.</param>
    /// <param name="types">Token types, as many as ids, or empty for zeros.</param>
    /// <param name="mask">Which of the pieces are there, as many as ids; empty where that is told by the ids.</param>
    /// <param name="maxPieces">Length of a window.</param>
    /// <param name="paddingId">The id of pieces that are not there, where no mask tells; -1: all are there.</param>
    /// <param name="positionPadding">Where positions are counted by ids: the id that is not counted.</param>
    /// <param name="hasFirst">
    /// Whether the first piece is computed though its mask is 0: it attends to the others, and nobody to it. It is the last row then.
    /// </param>
    /// <param name="attended">How many pieces of a text in one window, from the first, are attended to.</param>
    public void AddText(
        ReadOnlySpan<int> ids, ReadOnlySpan<int> types, ReadOnlySpan<int> mask, int maxPieces, int paddingId, int? positionPadding = null, bool hasFirst = false, int attended = int.MaxValue)
    {
        // What has a mask is one window, and what is not counted may make it longer.
        int positionsUsed = PositionsUsed(maxPieces, positionPadding);
        int window = mask.IsEmpty ? maxPieces : Math.Max(maxPieces, ids.Length);
        for (int start = 0; start < ids.Length; start += window)
        {
            int end = Math.Min(start + window, ids.Length);
            int before = Count;
            int counted = 0;
            for (int i = start; i < end; i++)
            {
                // Ids are counted whether their pieces are there or not.
                int position = positionPadding is not { } uncounted ? i - start
                    : ids[i] == uncounted ? uncounted
                    : uncounted + ++counted;
                if (mask.IsEmpty ? ids[i] == paddingId : mask[i] == 0)
                {
                    _rowOfPiece.Add(-1);
                    continue;
                }

                _rowOfPiece.Add(Count);
                AddRow(ids[i], types.IsEmpty ? 0 : types[i], position, i - start, positionsUsed);
            }

            if (Count > before)
            {
                _attendedEnds.Add(Count - before > attended ? before + attended : Count);
                if (hasFirst && !mask.IsEmpty && mask[start] == 0)
                {
                    int position = positionPadding is not { } uncounted ? 0 : ids[start] == uncounted ? uncounted : uncounted + 1;
                    _rowOfPiece[_rowOfPiece.Count - (end - start)] = Count;
                    AddRow(ids[start], types.IsEmpty ? 0 : types[start], position, column: 0, positionsUsed);
                }

                LongestSequence = Math.Max(LongestSequence, Count - before);
                _sequenceEnds.Add(Count);
            }
        }
    }

    /// <summary>Adds a text whose rows are given, and not made of pieces.</summary>
    /// <param name="count">How many there are.</param>
    public void AddGiven(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _ids.Add(0);
        }

        LongestSequence = Math.Max(LongestSequence, count);
        _attendedEnds.Add(Count);
        _sequenceEnds.Add(Count);
    }

    private void AddRow(int id, int type, int position, int column, int positionsUsed)
    {
        _ids.Add(id);
        _positions.Add(position);
        _columns.Add(column);
        ColumnCount = Math.Max(ColumnCount, column + 1);
        _types.Add(type);
        _places.Add((type * positionsUsed) + position);
    }
}
