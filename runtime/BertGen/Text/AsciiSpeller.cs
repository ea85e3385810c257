using System.Runtime.CompilerServices;
using System.Text;

namespace BertGen.Text;

/// <summary>
/// Text to word pieces in one pass, as far as the text is ASCII: what <see cref="BasicTokenizer"/> and
/// <see cref="WordPieceTokenizer"/> do one after the other. Immutable, and safe for concurrent use.
/// </summary>
internal sealed class AsciiSpeller(AsciiScanner scanner, WordPieceTokenizer pieces, ShortPieceTable shortPieces)
{
    /// <summary>Appends the pieces of each word, one row a word.</summary>
    /// <param name="text">The text.</param>
    /// <param name="index">Where to start: at the start of a token.</param>
    /// <param name="limit">Once there are more pieces than this, the rest may be left out.</param>
    /// <param name="words">Gets the rows.</param>
    /// <returns>The end of the text, or the start of the first token that is not for this path or past the limit.</returns>
    [SkipLocalsInit]
    public int Append(ReadOnlySpan<char> text, int index, int limit, RaggedBuffer<int> words)
    {
        Span<byte> characters = stackalloc byte[AsciiScanner.BufferLength];
        bool more = index < text.Length;
        while (more)
        {
            AsciiBlock block = scanner.Read(text[index..], characters);
            AppendWords(block, characters, words);
            index += block.Length;
            more = !block.IsLast && words.Values.Count <= limit;
        }

        return index;
    }

    private void AppendWords(AsciiBlock block, ReadOnlySpan<byte> characters, RaggedBuffer<int> words)
    {
        // A word has at least one character, a piece too.
        Span<int> ids = words.Values.Free(block.Length);
        Span<int> ends = words.Ends.Free(block.Length);
        int offset = words.Values.Count, idCount = 0, wordCount = 0;
        while (block.TryNext(out int start, out int length))
        {
            int count = length <= ShortPiece.MaxLength ? Spell(characters, start, length, ids[idCount..]) : 0;
            if (count == 0)
            {
                count = SpellAny(characters.Slice(start, length), ids[idCount..]);
            }

            idCount += count;
            ends[wordCount++] = offset + idCount;
        }

        words.Values.Advance(idCount);
        words.Ends.Advance(wordCount);
    }

    /// <summary>Spells a short word, and returns the number of its pieces; 0 where it cannot be spelled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Spell(ReadOnlySpan<byte> characters, int start, int length, Span<int> ids)
    {
        int id = shortPieces.Find(ShortPiece.Read(characters, start, length));
        if (id >= 0)
        {
            ids[0] = id;
            return 1;
        }

        return SpellInPieces(characters, start, length, ids);
    }

    private int SpellInPieces(ReadOnlySpan<byte> characters, int start, int length, Span<int> ids)
    {
        int end = start + length, count = 0;
        for (int pieceEnd = end - 1; start < end; pieceEnd = end)
        {
            int id = -1;
            for (; pieceEnd > start; pieceEnd--)
            {
                ShortPiece piece = ShortPiece.Read(characters, start, pieceEnd - start);
                id = shortPieces.Find(count > 0 ? piece.Continuing : piece);
                if (id >= 0)
                {
                    break;
                }
            }

            if (id < 0)
            {
                return 0;
            }

            ids[count++] = id;
            start = pieceEnd;
        }

        return count;
    }

    /// <summary>Spells a long word, and judges one that cannot be spelled.</summary>
    [SkipLocalsInit]
    private int SpellAny(ReadOnlySpan<byte> characters, Span<int> ids)
    {
        Span<char> word = stackalloc char[AsciiBlock.Size];
        Ascii.ToUtf16(characters, word, out int length);
        return pieces.Spell(word[..length], ids);
    }
}
