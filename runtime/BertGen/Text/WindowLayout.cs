namespace BertGen.Text;

/// <summary>
/// Lays the pieces of a text out as one row: start and end pieces around them and, when they do not fit, cut at a word
/// border or split into windows that overlap by half.
/// </summary>
internal sealed class WindowLayout(int[] startIds, int[] endIds, int maxPieces)
{
    // Floored, as the original divides: a window of -1 has the stride -1.
    private readonly int _stride = (maxPieces - startIds.Length - endIds.Length) >> 1;

    /// <summary>Pieces of the text in one window: what is left beside the start and end pieces. May be negative.</summary>
    public int Room { get; } = maxPieces - startIds.Length - endIds.Length;

    /// <summary>Throws unless windows of this size move forward.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public void RequireWindows()
    {
        if (_stride < 1)
        {
            int special = startIds.Length + endIds.Length;
            throw new ArgumentException(
                $"MaxPieces = {maxPieces} is too small for sliding windows: a window needs room for 2 pieces beside its " +
                $"{special} start and end pieces, so {special + 2} in all.");
        }
    }

    /// <summary>Appends the offset of each word up to the one that truncation cuts off.</summary>
    /// <param name="words">The pieces of each word.</param>
    /// <param name="atFirstPiece">Whether the offset is that of the word's first piece, not of its last.</param>
    /// <param name="truncate">Whether to stop at the first word that does not fit.</param>
    /// <param name="offsets">Where the offsets go.</param>
    /// <returns>Number of pieces of the words that got an offset.</returns>
    /// <remarks>
    /// The limit counts from the first offset, as the original does: with one start piece it is exactly the room, with
    /// another number it is off by the difference.
    /// </remarks>
    public int AppendOffsets(RaggedBuffer<int> words, bool atFirstPiece, bool truncate, PooledBuffer<int> offsets)
    {
        int offset = atFirstPiece ? startIds.Length : startIds.Length - 1;
        int limit = atFirstPiece ? Room + 1 : Room;
        int wordStart = 0;
        foreach (int wordEnd in words.Ends.Written)
        {
            int length = wordEnd - wordStart;
            if (truncate && offset + length - 1 >= limit)
            {
                break;
            }

            offsets.Add(atFirstPiece ? offset : offset + length);
            offset += length;
            wordStart = wordEnd;
        }

        return wordStart;
    }

    /// <summary>Appends pieces between the start and end pieces.</summary>
    public void AppendFramed(ReadOnlySpan<int> pieces, PooledBuffer<int> row)
    {
        row.AddRange(startIds);
        row.AddRange(pieces);
        row.AddRange(endIds);
    }

    /// <summary>Appends types: the start pieces have the type of the first piece, the end pieces that of the last.</summary>
    public void AppendFramedTypes(ReadOnlySpan<int> types, PooledBuffer<int> row)
    {
        AppendCopies(types.IsEmpty ? 0 : types[0], startIds.Length, row);
        row.AddRange(types);
        AppendCopies(types.IsEmpty ? 0 : types[^1], endIds.Length, row);
    }

    /// <summary>Appends all windows of pieces that do not fit into one.</summary>
    /// <returns>The number of windows.</returns>
    /// <exception cref="ArgumentException">The windows are too small to move forward.</exception>
    public int AppendWindows(ReadOnlySpan<int> pieces, PooledBuffer<int> row)
    {
        RequireWindows();
        int count = 0;
        int previous = row.Count, last = row.Count;
        for (int start = 0; start < pieces.Length; start += _stride, count++)
        {
            (previous, last) = (last, row.Count);
            AppendFramed(Window(pieces, start), row);
        }

        // The last window is redundant when, but for its first piece, it repeats the end of the one before.
        ReadOnlySpan<int> written = row.Written;
        ReadOnlySpan<int> tail = written[(last + 1)..];
        if (!tail.IsEmpty && written[previous..last].EndsWith(tail))
        {
            row.Truncate(last);
            count--;
        }

        return count;
    }

    /// <summary>Appends the types of as many windows as their pieces have.</summary>
    public void AppendTypeWindows(ReadOnlySpan<int> types, int count, PooledBuffer<int> row)
    {
        for (int window = 0; window < count; window++)
        {
            AppendFramedTypes(Window(types, window * _stride), row);
        }
    }

    private static void AppendCopies(int value, int count, PooledBuffer<int> row)
    {
        for (int i = 0; i < count; i++)
        {
            row.Add(value);
        }
    }

    private ReadOnlySpan<int> Window(ReadOnlySpan<int> values, int start) =>
        values.Slice(start, Math.Min(Room, values.Length - start));
}
