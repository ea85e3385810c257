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

    /// <summary>Open addressing: the tag of each slot, 0 for a free one. Apart from the entries, to stay in cache.</summary>
    private readonly uint[] _tags;

    /// <summary>Eight bits a slot, set for the hashes that occur: nearly all prefixes that are no piece fail here.</summary>
    private readonly byte[] _filter;
    private readonly Entry[] _entries;
    private readonly char[] _text;
    private readonly int _shift;
    private readonly int _longestWhole;
    private readonly int _longestContinuation;

    /// <summary>A table of these pieces; none occurs twice.</summary>
    public PieceTable(IReadOnlyList<KeyValuePair<string, int>> pieces)
    {
        int count = pieces.Count + pieces.Count(piece => IsContinuation(piece.Key));
        uint slots = BitOperations.RoundUpToPowerOf2((uint)((count * 3L / 2) + 2));
        _tags = new uint[slots];
        _filter = new byte[slots];
        _entries = new Entry[slots];
        _shift = 32 - BitOperations.Log2(slots);
        _text = new char[pieces.Sum(piece => piece.Key.Length)];
        int start = 0;
        foreach ((string piece, int id) in pieces)
        {
            piece.CopyTo(_text.AsSpan(start));
            Insert(new Entry(start, piece.Length, id), continues: false);
            _longestWhole = Math.Max(_longestWhole, piece.Length);
            if (IsContinuation(piece))
            {
                int length = piece.Length - ContinuationMark.Length;
                Insert(new Entry(start + ContinuationMark.Length, length, id), continues: true);
                _longestContinuation = Math.Max(_longestContinuation, length);
            }

            start += piece.Length;
        }
    }

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

    private static bool IsContinuation(string piece) =>
        piece.Length > ContinuationMark.Length && piece.StartsWith(ContinuationMark, StringComparison.Ordinal);

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

    private int Find(uint hash, ReadOnlySpan<char> piece, bool continues)
    {
        uint[] tags = _tags;
        uint tag = TagOf(hash, continues);

        // The high bits choose the slot: multiplication mixes upwards.
        for (uint slot = hash >> _shift; tags[slot] != 0; slot = (slot + 1) & (uint)(tags.Length - 1))
        {
            if (tags[slot] == tag)
            {
                Entry entry = _entries[slot];
                if (piece.SequenceEqual(_text.AsSpan(entry.Start, entry.Length)))
                {
                    return entry.Id;
                }
            }
        }

        return -1;
    }

    private void Insert(Entry entry, bool continues)
    {
        uint hash = Hash(_text.AsSpan(entry.Start, entry.Length), continues);
        uint slot = hash >> _shift;
        _filter[slot] |= (byte)FilterBitOf(hash);
        while (_tags[slot] != 0)
        {
            slot = (slot + 1) & (uint)(_tags.Length - 1);
        }

        _tags[slot] = TagOf(hash, continues);
        _entries[slot] = entry;
    }

    /// <summary>A piece: its text, without <c>##</c> where it continues a word, and its id.</summary>
    private readonly record struct Entry(int Start, int Length, int Id);
}
