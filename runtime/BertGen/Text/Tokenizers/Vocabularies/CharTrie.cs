using System.Numerics;
using System.Runtime.CompilerServices;

namespace BertGen.Text.Tokenizers.Vocabularies;

/// <summary>
/// A trie over UTF-16 units whose edges lie in one hash table: a word of 64 bits an edge, 24 for its node, 16 for the unit
/// and 24 for the node that it leads to. Filled once, then safe for concurrent use.
/// </summary>
internal sealed class CharTrie
{
    /// <summary>The node of the empty text.</summary>
    public const int Root = 0;

    /// <summary>The most nodes.</summary>
    public const int MostNodes = 1 << NodeBits;

    private const int NodeBits = 24;
    private const int FewestSlots = 64;
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private ulong[] _edges;
    private int[] _values;
    private int _shift;
    private int _count = 1;

    /// <summary>A trie without a text, with room for some nodes; it grows.</summary>
    public CharTrie(int capacity = 0)
    {
        _edges = new ulong[Math.Max(FewestSlots, BitOperations.RoundUpToPowerOf2((uint)Math.Min(capacity, MostNodes) * 2))];
        _shift = 64 - BitOperations.Log2((uint)_edges.Length);
        _values = new int[_edges.Length / 2];
        _values[Root] = -1;
    }

    /// <summary>Number of nodes.</summary>
    public int NodeCount => _count;

    /// <summary>The value of a node; -1 where no text ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ValueOf(int node) => _values[node];

    /// <summary>The node that a unit leads to, or 0 for none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(int node, char unit)
    {
        ulong[] edges = _edges;
        ulong key = ((ulong)(uint)node << 16) | unit;
        for (uint slot = (uint)((key * Multiplier) >> _shift); ; slot++)
        {
            ulong edge = edges[slot & (uint)(edges.Length - 1)];
            if (edge >> NodeBits == key && edge != 0)
            {
                return (int)(edge & (MostNodes - 1));
            }

            if (edge == 0)
            {
                return 0;
            }
        }
    }

    /// <summary>The node of a text behind a node, or -1.</summary>
    public int Find(int node, ReadOnlySpan<char> text)
    {
        foreach (char unit in text)
        {
            node = Next(node, unit);
            if (node == 0)
            {
                return -1;
            }
        }

        return node;
    }

    /// <summary>The value of a text, or -1.</summary>
    public int ValueOf(ReadOnlySpan<char> text) => Find(Root, text) is >= 0 and int node ? _values[node] : -1;

    /// <summary>Gives a text a value, and returns the one that it had, or -1.</summary>
    /// <exception cref="InvalidOperationException">There are too many nodes.</exception>
    public int Set(ReadOnlySpan<char> text, int value)
    {
        int node = Root;
        foreach (char unit in text)
        {
            int next = Next(node, unit);
            node = next != 0 ? next : AddNode(node, unit);
        }

        int earlier = _values[node];
        _values[node] = value;
        return earlier;
    }

    /// <summary>Replaces each value by the one that has its number in a list.</summary>
    public void MapValues(ReadOnlySpan<int> values)
    {
        foreach (ref int value in _values.AsSpan(0, _count))
        {
            value = value < 0 ? -1 : values[value];
        }
    }

    private int AddNode(int node, char unit)
    {
        if (_count == MostNodes)
        {
            throw new InvalidOperationException($"the texts need more than {MostNodes} nodes");
        }

        if (_count * 2 > _edges.Length)
        {
            Grow();
        }

        if (_count == _values.Length)
        {
            Array.Resize(ref _values, _values.Length * 2);
        }

        _values[_count] = -1;
        Insert(((ulong)(uint)node << (16 + NodeBits)) | ((ulong)unit << NodeBits) | (uint)_count);
        return _count++;
    }

    private void Grow()
    {
        ulong[] old = _edges;
        _edges = new ulong[old.Length * 2];
        _shift = 64 - BitOperations.Log2((uint)_edges.Length);
        foreach (ulong edge in old)
        {
            if (edge != 0)
            {
                Insert(edge);
            }
        }
    }

    private void Insert(ulong edge)
    {
        uint slot = (uint)(((edge >> NodeBits) * Multiplier) >> _shift);
        while (_edges[slot & (uint)(_edges.Length - 1)] != 0)
        {
            slot++;
        }

        _edges[slot & (uint)(_edges.Length - 1)] = edge;
    }
}
