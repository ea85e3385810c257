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
    /// <param name="mostKeys">Most keys, to the end of a tile; any piece sees fewer by itself.</param>
    /// <param name="cut">The tiles of the keys.</param>
    public static QueryBlock Next(in AttentionHead head, int start, int mostRows, int mostKeys, RowCut cut)
    {
        int rows = Math.Min(mostRows, head.WantedCount - start);
        if (head.SeesAll)
        {
            return new QueryBlock(start, rows, new IndexRange(0, head.Length));
        }

        int first = cut.Around(head.Seen(head.Piece(start))).Start;

        // The last tile may end behind the last key that is seen, but not behind the last of all.
        int most = first + mostKeys >= head.Length ? head.Length : first + mostKeys - PackedMatrix.PanelWidth;
        int last = head.Seen(head.Piece(start + rows - 1)).End;
        if (head.IsOneRun && last <= most)
        {
            return new QueryBlock(start, rows, cut.Around(new IndexRange(first, last)));
        }

        int end = head.Seen(head.Piece(start)).End, count = 1;
        for (; count < rows; count++)
        {
            // A piece that nobody attends to stands last, wherever its column is.
            IndexRange own = head.Seen(head.Piece(start + count));
            if (own.Start < first || own.End > most)
            {
                break;
            }

            end = Math.Max(end, own.End);
        }

        return new QueryBlock(start, count, cut.Around(new IndexRange(first, end)));
    }

    /// <summary>Some of the queries, and the keys that any of them sees.</summary>
    /// <param name="head">The head.</param>
    /// <param name="first">The first of them, counted from the first of the block.</param>
    /// <param name="most">Most of them.</param>
    public QueryBlock Part(in AttentionHead head, int first, int most)
    {
        var part = new QueryBlock(Start + first, Math.Min(most, Rows - first), Seen);
        if (head.SeesAll)
        {
            return part;
        }

        if (head.IsOneRun)
        {
            return part with { Seen = new IndexRange(head.Seen(part.Start).Start, head.Seen(part.Start + part.Rows - 1).End) };
        }

        int start = Seen.End, end = Seen.Start;
        for (int row = 0; row < part.Rows; row++)
        {
            IndexRange own = head.Seen(head.Piece(part.Start + row));
            start = Math.Min(start, own.Start);
            end = Math.Max(end, own.End);
        }

        return part with { Seen = new IndexRange(start, end) };
    }
}
