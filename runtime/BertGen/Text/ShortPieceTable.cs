using System.Numerics;
using System.Text;

namespace BertGen.Text;

/// <summary>
/// The word pieces of up to sixteen ASCII characters, which are most of those that English is spelled with: a hash table
/// whose look-up is one comparison of two numbers.
/// </summary>
internal sealed class ShortPieceTable
{
    private readonly Entry[] _entries;
    private readonly int _shift;

    /// <summary>The short ones among all pieces of a vocabulary.</summary>
    public ShortPieceTable(PieceTable pieces)
    {
        uint slots = BitOperations.RoundUpToPowerOf2((uint)pieces.Count * 2 + 2);
        _entries = new Entry[slots];
        _shift = 64 - BitOperations.Log2(slots);
        Span<byte> characters = stackalloc byte[2 * ShortPiece.MaxLength];
        for (int i = 0; i < pieces.Count; i++)
        {
            ReadOnlySpan<char> piece = pieces[i];
            if (PieceTable.IsContinuation(piece))
            {
                // At the start of a word, nobody asks for it: "#" is a word by itself.
                if (TryRead(PieceTable.Continuation(piece), characters, out ShortPiece rest))
                {
                    Insert(rest.Continuing, pieces.IdOf(i));
                }
            }
            else if (TryRead(piece, characters, out ShortPiece whole))
            {
                Insert(whole, pieces.IdOf(i));
            }
        }
    }

    /// <summary>The id of a piece, or -1.</summary>
    public int Find(ShortPiece piece)
    {
        Entry[] entries = _entries;

        // There are more slots than entries: the search ends at an empty one.
        for (uint slot = (uint)(piece.Hash >> _shift); ; slot++)
        {
            ref readonly Entry entry = ref entries[slot & (uint)(entries.Length - 1)];
            if (entry.Piece == piece || entry.IsEmpty)
            {
                return entry.IdPlusOne - 1;
            }
        }
    }

    private static bool TryRead(ReadOnlySpan<char> text, Span<byte> characters, out ShortPiece piece)
    {
        bool isShort = text.Length is > 0 and <= ShortPiece.MaxLength && Ascii.IsValid(text) && !text.Contains('\0');
        piece = default;
        if (isShort)
        {
            Ascii.FromUtf16(text, characters, out _);
            piece = ShortPiece.Read(characters, 0, text.Length);
        }

        return isShort;
    }

    private void Insert(ShortPiece piece, int id)
    {
        uint slot = (uint)(piece.Hash >> _shift);
        while (!_entries[slot].IsEmpty)
        {
            slot = (slot + 1) & (uint)(_entries.Length - 1);
        }

        _entries[slot] = new Entry(piece, id + 1);
    }

    private readonly record struct Entry(ShortPiece Piece, int IdPlusOne)
    {
        public bool IsEmpty => IdPlusOne == 0;
    }
}
