using System.Numerics;
using System.Runtime.CompilerServices;

namespace BertGen.Text.Tokenizers.BytePair;

/// <summary>The merges of a model: for a pair of tokens its rank and the token that they become.</summary>
internal sealed class MergeTable
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private const ulong Empty = ulong.MaxValue;
    private readonly Entry[] _entries;
    private readonly int _shift;

    /// <summary>A table with room for this many merges.</summary>
    public MergeTable(int count)
    {
        uint slots = BitOperations.RoundUpToPowerOf2(((uint)count * 2) + 2);
        _entries = new Entry[slots];
        _shift = 64 - BitOperations.Log2(slots);
        Array.Fill(_entries, new Entry(Empty, 0, 0));
    }

    /// <summary>Adds a merge; of equal pairs the last counts.</summary>
    public void Set(int left, int right, int rank, int id)
    {
        ulong pair = PairOf(left, right);
        _entries[SlotOf(pair)] = new Entry(pair, rank, id);
    }

    /// <summary>Finds the merge of a pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(int left, int right, out int rank, out int id)
    {
        ref readonly Entry entry = ref _entries[SlotOf(PairOf(left, right))];
        (rank, id) = (entry.Rank, entry.Id);
        return entry.Pair != Empty;
    }

    private static ulong PairOf(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    /// <summary>The slot of a pair, or the empty one where it would stand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int SlotOf(ulong pair)
    {
        Entry[] entries = _entries;
        uint slot = (uint)((pair * Multiplier) >> _shift);
        while (entries[slot].Pair != pair && entries[slot].Pair != Empty)
        {
            slot = (slot + 1) & (uint)(entries.Length - 1);
        }

        return (int)slot;
    }

    private readonly record struct Entry(ulong Pair, int Rank, int Id);
}
