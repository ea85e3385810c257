namespace BertGen.Engine;

/// <content>The sequences of a group, where operations make one row of those of each.</content>
public sealed unsafe partial class EncoderLane
{
    private SequenceRows RowsOf(int sequence)
    {
        int start = _run.Rows.SequenceStart(sequence), end = _run.Rows.SequenceEnd(sequence), wanted = _run.Output.WantedBefore(start);
        return new SequenceRows(
            start - _group.FirstRow,
            _run.Rows.AttendedEnd(sequence) - _group.FirstRow,
            end - _group.FirstRow,
            wanted - _group.FirstWanted,
            _run.Output.WantedBefore(end) > wanted);
    }

    /// <summary>Where the rows of a sequence are in its group.</summary>
    /// <param name="Start">Its first row.</param>
    /// <param name="AttendedEnd">One past the last row that is no padding.</param>
    /// <param name="End">One past its last row.</param>
    /// <param name="Wanted">The place of the row that stands for it, among the wanted ones.</param>
    /// <param name="IsWanted">Whether a result is wanted of it.</param>
    private readonly record struct SequenceRows(int Start, int AttendedEnd, int End, int Wanted, bool IsWanted);
}
