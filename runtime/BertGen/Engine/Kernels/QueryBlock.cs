namespace BertGen.Engine.Kernels;

/// <summary>Wanted pieces that are worked on together, and the keys that any of them sees.</summary>
/// <param name="Start">Number of the first, among those that are wanted.</param>
/// <param name="Rows">How many there are.</param>
/// <param name="Seen">The keys, from the start of a tile to the end of one.</param>
internal readonly record struct QueryBlock(int Start, int Rows, IndexRange Seen)
{
    /// <summary>The next block of a head.</summary>
    /// <param name="head">The head.</param>
    /// <param name="start">The first piece of the block.</param>
    /// <param name="mostRows">Most pieces.</param>
    /// <param name="mostKeys">Most keys; any piece sees fewer by itself.</param>
    /// <param name="cut">The tiles of the keys.</param>
    public static QueryBlock Next(in AttentionHead head, int start, int mostRows, int mostKeys, RowCut cut)
    {
        int rows = Math.Min(mostRows, head.WantedCount - start);
        if (head.SeesAll)
        {
            return new QueryBlock(start, rows, new IndexRange(0, head.Length));
        }

        IndexRange seen = cut.Around(head.Seen(head.Piece(start)));
        int count = 1;
        for (; count < rows; count++)
        {
            // A piece that nobody attends to stands last, wherever its column is.
            IndexRange own = cut.Around(head.Seen(head.Piece(start + count)));
            if (own.Start < seen.Start || own.End - seen.Start > mostKeys)
            {
                break;
            }

            seen = new IndexRange(seen.Start, Math.Max(seen.End, own.End));
        }

        return new QueryBlock(start, count, seen);
    }
}
