namespace BertGen.Engine.Batches;

/// <summary>
/// The pieces of a batch without padding: every piece with an id other than 0 is a row of one ragged matrix. Rows that
/// attend to each other form a sequence: a text, or one window of a long text.
/// </summary>
internal sealed class PieceRows
{
    private readonly IntList _ids = new();
    private readonly IntList _positions = new();
    private readonly IntList _sequenceEnds = new();
    private readonly IntList _rowOfPiece = new();

    /// <summary>Number of rows.</summary>
    public int Count => _ids.Count;

    /// <summary>Word id of every row.</summary>
    public ReadOnlySpan<int> Ids => _ids.Items;

    /// <summary>Row of the folded table of positions and types: <c>type * MaxPieces + position in the window</c>.</summary>
    public ReadOnlySpan<int> Positions => _positions.Items;

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
        _sequenceEnds.Clear();
        _rowOfPiece.Clear();
        LongestSequence = 0;
    }

    /// <summary>Adds one text; its windows begin anew at position 0.</summary>
    /// <param name="ids">Word ids; 0 is padding wherever it stands.</param>
    /// <param name="types">Token types, as many as ids, or empty for zeros.</param>
    /// <param name="maxPieces">Length of a window.</param>
    public void AddText(ReadOnlySpan<int> ids, ReadOnlySpan<int> types, int maxPieces)
    {
        for (int start = 0; start < ids.Length; start += maxPieces)
        {
            int end = Math.Min(start + maxPieces, ids.Length);
            int before = Count;
            for (int i = start; i < end; i++)
            {
                if (ids[i] == 0)
                {
                    _rowOfPiece.Add(-1);
                    continue;
                }

                _rowOfPiece.Add(Count);
                _ids.Add(ids[i]);
                _positions.Add(((types.IsEmpty ? 0 : types[i]) * maxPieces) + i - start);
            }

            if (Count > before)
            {
                LongestSequence = Math.Max(LongestSequence, Count - before);
                _sequenceEnds.Add(Count);
            }
        }
    }
}
