namespace BertGen.Text;

/// <summary>Token type ids: they start at 0 and rise by one after each separator.</summary>
internal static class TokenTypes
{
    /// <summary>Appends the type of each piece.</summary>
    /// <param name="pieces">Piece ids of one text, without start and end pieces.</param>
    /// <param name="separator">The ids of the separator, which may be several pieces; when empty, all types are 0.</param>
    /// <param name="types">Where the types go.</param>
    public static void Append(ReadOnlySpan<int> pieces, ReadOnlySpan<int> separator, PooledBuffer<int> types)
    {
        int type = 0;
        while (!pieces.IsEmpty)
        {
            int separatorStart = separator.IsEmpty ? -1 : pieces.IndexOf(separator);
            int length = separatorStart < 0 ? pieces.Length : separatorStart + separator.Length;
            types.Free(length)[..length].Fill(type++);
            types.Advance(length);
            pieces = pieces[length..];
        }
    }
}
