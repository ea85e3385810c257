namespace BertGen.Engine.Batches;

/// <summary>
/// The pieces of a batch without padding: every piece that is there is a row of one ragged matrix. Rows that
/// attend to each other form a sequence: a text, or one window of a long text.
/// </summary>
internal sealed class PieceRows
{
    private readonly IntList _ids = new();
    private readonly IntList _positions = new();
    private readonly IntList _types = new();
    private readonly IntList _places = new();
    private readonly IntList _sequenceEnds = new();
    private readonly IntList _rowOfPiece = new();

    /// <summary>Number of rows.</summary>
    public int Count => _ids.Count;

    /// <summary>Word id of every row.</summary>
    public ReadOnlySpan<int> Ids => _ids.Items;

    /// <summary>Position of every row in its window.</summary>
    public ReadOnlySpan<int> Positions => _positions.Items;

    /// <summary>Token type of every row.</summary>
    public ReadOnlySpan<int> Types => _types.Items;

    /// <summary>Row of the folded table of positions and types: <c>type * MaxPieces + position in the window</c>.</summary>
    public ReadOnlySpan<int> Places => _places.Items;

    /// <summary>Number of sequences; none is empty.</summary>
    public int SequenceCount => _sequenceEnds.Count;

    /// <summary>Rows of the longest sequence.</summary>
    public int LongestSequence { get; private set; }

    /// <summary>The row of every piece of the batch as it was given, -1 for padding.</summary>
    public ReadOnlySpan<int> RowOfPiece => _rowOfPiece.Items;

    /// <summary>First row of a sequence.</summary>
    public int SequenceStart(int sequence) => sequence == 0 ? 0 : _sequenceEnds[sequence - 1];

    /// <summary>One past the last row of a sequence.</summary>
    public int SequenceEnd(int sequence) => _sequenceEnds[sequence];

    public void Clear()
    {
        _ids.Clear();
        _positions.Clear();
        _types.Clear();
        _places.Clear();
        _sequenceEnds.Clear();
        _rowOfPiece.Clear();
        LongestSequence = 0;
    }

    /// <summary>Adds one text; its windows begin anew at position 0.</summary>
    /// <param name="ids">Word ids.</param>
    /// <param name="types">Token types, as many as ids, or empty for zeros.</param>
    /// <param name="mask">Which of the pieces are there, as many as ids; empty where that is told by the ids.</param>
    /// <param name="maxPieces">Length of a window.</param>
    /// <param name="paddingId">The id of pieces that are not there, where no mask tells; -1: all are there.</param>
    public void AddText(ReadOnlySpan<int> ids, ReadOnlySpan<int> types, ReadOnlySpan<int> mask, int maxPieces, int paddingId)
    {
        for (int start = 0; start < ids.Length; start += maxPieces)
        {
            int end = Math.Min(start + maxPieces, ids.Length);
            int before = Count;
            for (int i = start; i < end; i++)
            {
                if (mask.IsEmpty ? ids[i] == paddingId : mask[i] == 0)
                {
                    _rowOfPiece.Add(-1);
                    continue;
                }

                int type = types.IsEmpty ? 0 : types[i];
                _rowOfPiece.Add(Count);
                _ids.Add(ids[i]);
                _positions.Add(i - start);
                _types.Add(type);
                _places.Add((type * maxPieces) + i - start);
            }

            if (Count > before)
            {
                LongestSequence = Math.Max(LongestSequence, Count - before);
                _sequenceEnds.Add(Count);
            }
        }
    }
}
