namespace BertGen.Engine.Batches;

/// <summary>
/// Cuts a batch into groups of whole sequences. A group runs through all layers before the next one begins, so that the
/// workspace has the size of a group and not of the batch. How a batch is cut changes no bit of the result.
/// </summary>
internal sealed class RowGroups
{
    /// <summary>Rows of a group: enough to read the weights rarely, few enough to stay near the core.</summary>
    private const int TargetRows = 256;

    /// <summary>Fewer rows than this for every lane, and the lanes work better together on one group.</summary>
    private const int FewestRowsAlone = 64;

    private readonly IntList _ends = new();

    public int Count => _ends.Count;

    /// <summary>Rows of the largest group.</summary>
    public int MaxRows { get; private set; }

    /// <summary>True when all lanes share every group, false when each lane takes groups of its own.</summary>
    public bool Shared { get; private set; }

    /// <summary>First sequence of a group.</summary>
    public int FirstSequence(int group) => group == 0 ? 0 : _ends[group - 1];

    /// <summary>One past the last sequence of a group.</summary>
    public int EndSequence(int group) => _ends[group];

    public void Build(PieceRows rows, int lanes)
    {
        Shared = lanes > 1 && (rows.Count < lanes * FewestRowsAlone || rows.LongestSequence * lanes > rows.Count);
        int target = Shared ? TargetRows * lanes : TargetRows;
        if (!Shared && lanes > 1)
        {
            // As many groups for each lane, so that they finish together.
            int perLane = (rows.Count + (TargetRows * lanes) - 1) / (TargetRows * lanes);
            target = (rows.Count + (perLane * lanes) - 1) / (perLane * lanes);
        }

        Cut(rows, target);
    }

    /// <summary>Groups that all lanes share, the same for any number of lanes.</summary>
    public void BuildShared(PieceRows rows, int target)
    {
        Shared = true;
        Cut(rows, target);
    }

    private void Cut(PieceRows rows, int target)
    {
        _ends.Clear();
        MaxRows = 0;
        int start = 0;
        for (int sequence = 0; sequence < rows.SequenceCount; sequence++)
        {
            int end = rows.SequenceEnd(sequence);
            int next = sequence + 1 < rows.SequenceCount ? rows.SequenceEnd(sequence + 1) : int.MaxValue;

            // A group ends where one sequence more would lead farther from the target.
            if (next == int.MaxValue || next - start - target > target - (end - start))
            {
                _ends.Add(sequence + 1);
                MaxRows = Math.Max(MaxRows, end - start);
                start = end;
            }
        }
    }
}
