namespace BertGen.Engine.Batches;

/// <summary>A range of whole sequences, with its rows and the wanted ones among them.</summary>
internal readonly record struct RowGroup
{
    public RowGroup(PieceRows rows, OutputMap output, int firstSequence, int endSequence)
    {
        FirstSequence = firstSequence;
        EndSequence = endSequence;
        FirstRow = rows.SequenceStart(firstSequence);
        int endRow = rows.SequenceEnd(endSequence - 1);
        RowCount = endRow - FirstRow;
        FirstWanted = output.WantedBefore(FirstRow);
        WantedCount = output.WantedBefore(endRow) - FirstWanted;
    }

    public int FirstSequence { get; }

    /// <summary>One past the last sequence.</summary>
    public int EndSequence { get; }

    public int FirstRow { get; }

    public int RowCount { get; }

    /// <summary>Index of the first wanted row among the wanted rows of the batch.</summary>
    public int FirstWanted { get; }

    public int WantedCount { get; }
}
