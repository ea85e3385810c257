using BertGen.Engine.Batches;

namespace BertGen.Torch.Batches;

/// <summary>
/// The pieces of a call as the device gets them: rows without padding, the sequences in the order of their lengths.
/// </summary>
internal sealed class PackedRows
{
    /// <param name="rows">The pieces in the order in which they were given.</param>
    public PackedRows(PieceRows rows)
    {
        int[] lengths = new int[rows.SequenceCount], attended = new int[rows.SequenceCount];
        for (int i = 0; i < lengths.Length; i++)
        {
            lengths[i] = rows.SequenceEnd(i) - rows.SequenceStart(i);
            attended[i] = rows.AttendedEnd(i) - rows.SequenceStart(i);
        }

        Buckets = new LengthBuckets(lengths, attended);
        Ids = new int[rows.Count];
        Positions = new int[rows.Count];
        Types = new int[rows.Count];
        Columns = new int[rows.Count];
        Place = new int[rows.Count];
        int next = 0;
        foreach (int sequence in Buckets.Order)
        {
            for (int row = rows.SequenceStart(sequence); row < rows.SequenceEnd(sequence); row++, next++)
            {
                Place[row] = next;
                Ids[next] = rows.Ids[row];
                (Types[next], Positions[next], Columns[next]) = (rows.Types[row], rows.Positions[row], rows.Columns[row]);
            }
        }

        Lengths = [.. Buckets.Order.Select(sequence => lengths[sequence])];
        Attended = [.. Buckets.Order.Select(sequence => attended[sequence])];
    }

    public LengthBuckets Buckets { get; }

    /// <summary>Length of every sequence, in the order of the buckets.</summary>
    public int[] Lengths { get; }

    /// <summary>How many pieces of every sequence, from the first, are attended to.</summary>
    public int[] Attended { get; }

    /// <summary>Word id of every row.</summary>
    public int[] Ids { get; }

    /// <summary>Row of the position table of every row.</summary>
    public int[] Positions { get; }

    /// <summary>Column of every row in its window.</summary>
    public int[] Columns { get; }

    /// <summary>Token type of every row.</summary>
    public int[] Types { get; }

    /// <summary>Where a row stands here, by its place in the order in which it was given.</summary>
    public int[] Place { get; }

    public int Count => Ids.Length;

    /// <summary>The rows of the sequence that a row is of.</summary>
    public (int Start, int Length) SequenceAt(int row)
    {
        int start = 0;
        foreach (int length in Lengths)
        {
            if (row < start + length)
            {
                return (start, length);
            }

            start += length;
        }

        throw new ArgumentOutOfRangeException(nameof(row));
    }
}
