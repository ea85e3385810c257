using System.Numerics;
using System.Runtime.CompilerServices;

namespace BertGen.Text;

/// <summary>
/// Hash table of the word pieces, made for the question "which piece is the longest prefix of this text": the hash of
/// a prefix extends to that of the next longer one, so one pass over the text hashes all of them. Pieces that continue
/// a word are found by what follows their <c>##</c>.
/// </summary>
internal sealed class PieceTable
{
    private const string ContinuationMark = "##";
    private const uint WholeSeed = 0x811C9DC5;
    private const uint ContinuationSeed = 0x2545F491;
    private const uint Multiplier = 0x9E3779B1;

    private readonly string _text;
    private readonly Piece[] _pieces;

    /// <summary>Open addressing: the tag of each slot, 0 for a free one. Apart from the rest, to stay in cache.</summary>
    private readonly uint[] _tags;

    /// <summary>Eight bits a slot, set for the hashes that occur: nearly all prefixes that are no piece fail here.</summary>
    private readonly byte[] _filter;

    /// <summary>The piece in each slot.</summary>
    private readonly int[] _slots;
    private readonly int _shift;
    private readonly int _longestWhole;
    private readonly int _longestContinuation;

    /// <summary>A table of the pieces at these places of a text. The number of a place is the id of its piece.</summary>
    /// <remarks>A piece that occurs several times stands at the place of the first and has the id of the last.</remarks>
    public PieceTable(string text, ReadOnlySpan<TextPlace> places)
    {
        _text = text;
        _pieces = new Piece[places.Length];
        long count = places.Length;
        foreach (TextPlace place in places)
        {
            count += IsContinuation(place.In(text)) ? 1 : 0;
        }

        uint slots = BitOperations.RoundUpToPowerOf2((uint)((count * 3 / 2) + 2));
        _tags = new uint[slots];
        _filter = new byte[slots];
        _slots = new int[slots];
        _shift = 32 - BitOperations.Log2(slots);
        for (int id = 0; id < places.Length; id++)
        {
            ReadOnlySpan<char> piece = places[id].In(text);
            int earlier = FindPiece(Hash(piece, continues: false), piece, continues: false);
            if (earlier >= 0)
            {
                _pieces[earlier] = _pieces[earlier] with { Id = id };
                continue;
            }

            _pieces[Count] = new Piece(places[id], id);
            Insert(Count, continues: false);
            _longestWhole = Math.Max(_longestWhole, piece.Length);
            if (IsContinuation(piece))
            {
                Insert(Count, continues: true);
                _longestContinuation = Math.Max(_longestContinuation, piece.Length - ContinuationMark.Length);
            }

            Count++;
        }
    }

    /// <summary>Number of different pieces.</summary>
    public int Count { get; }

    /// <summary>One of them, in the order of the text, as it is written there.</summary>
    public ReadOnlySpan<char> this[int piece] => _pieces[piece].Place.In(_text);

    /// <summary>The id of one of them.</summary>
    public int IdOf(int piece) => _pieces[piece].Id;

    /// <summary>Whether a piece may continue a word.</summary>
    public static bool IsContinuation(ReadOnlySpan<char> piece) =>
        piece.Length > ContinuationMark.Length && piece.StartsWith(ContinuationMark);

    /// <summary>What a piece that continues a word adds to it.</summary>
    public static ReadOnlySpan<char> Continuation(ReadOnlySpan<char> piece) => piece[ContinuationMark.Length..];

    /// <summary>Finds a piece as it is written in the vocabulary.</summary>
    public bool TryFind(ReadOnlySpan<char> piece, out int id)
    {
        uint hash = Hash(piece, continues: false);
        id = MayHold(hash) ? Find(hash, piece, continues: false) : -1;
        return id >= 0;
    }

    /// <summary>Finds the longest piece that <paramref name="text"/> starts with.</summary>
    /// <param name="text">A word or the rest of one; at most <see cref="WordPieceTokenizer.MaxWordUnits"/> long.</param>
    /// <param name="continues">Whether it is the rest of a word.</param>
    /// <param name="length">Length of the piece without <c>##</c>, in UTF-16 units.</param>
    /// <returns>Its id, or -1.</returns>
    [SkipLocalsInit]
    public int FindLongestPrefix(ReadOnlySpan<char> text, bool continues, out int length)
    {
        Span<uint> hashes = stackalloc uint[WordPieceTokenizer.MaxWordUnits];
        uint hash = SeedOf(continues);
        length = Math.Min(text.Length, continues ? _longestContinuation : _longestWhole);
        for (int i = 0; i < length; i++)
        {
            hash = Extend(hash, text[i]);
            hashes[i] = hash;
        }

        for (; length > 0; length--)
        {
            hash = hashes[length - 1];
            if (MayHold(hash) && Find(hash, text[..length], continues) is >= 0 and int id)
            {
                return id;
            }
        }

        return -1;
    }

    private static uint Hash(ReadOnlySpan<char> text, bool continues)
    {
        uint hash = SeedOf(continues);
        foreach (char c in text)
        {
            hash = Extend(hash, c);
        }

        return hash;
    }

    private static uint SeedOf(bool continues) => continues ? ContinuationSeed : WholeSeed;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Extend(uint hash, char c) => (hash ^ c) * Multiplier;

    /// <summary>Most of the hash, and in the lowest bits whether the piece continues a word; never 0.</summary>
    private static uint TagOf(uint hash, bool continues) => (hash & ~3u) | (continues ? 2u : 1u);

    /// <summary>The bit of a hash in its slot's byte: the three bits of the hash below those that choose the slot.</summary>
    private int FilterBitOf(uint hash) => 1 << ((int)(hash >> (_shift - 3)) & 7);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool MayHold(uint hash) => (_filter[hash >> _shift] & FilterBitOf(hash)) != 0;

    private int Find(uint hash, ReadOnlySpan<char> text, bool continues) =>
        FindPiece(hash, text, continues) is >= 0 and int piece ? _pieces[piece].Id : -1;

    private int FindPiece(uint hash, ReadOnlySpan<char> text, bool continues)
    {
        uint[] tags = _tags;
        uint tag = TagOf(hash, continues);

        // The high bits choose the slot: multiplication mixes upwards.
        for (uint slot = hash >> _shift; tags[slot] != 0; slot = (slot + 1) & (uint)(tags.Length - 1))
        {
            if (tags[slot] == tag && text.SequenceEqual(TextOf(_slots[slot], continues)))
            {
                return _slots[slot];
            }
        }

        return -1;
    }

    private void Insert(int piece, bool continues)
    {
        uint hash = Hash(TextOf(piece, continues), continues);
        uint slot = hash >> _shift;
        _filter[slot] |= (byte)FilterBitOf(hash);
        while (_tags[slot] != 0)
        {
            slot = (slot + 1) & (uint)(_tags.Length - 1);
        }

        _tags[slot] = TagOf(hash, continues);
        _slots[slot] = piece;
    }

    private ReadOnlySpan<char> TextOf(int piece, bool continues) => continues ? Continuation(this[piece]) : this[piece];

    private readonly record struct Piece(TextPlace Place, int Id);
}
