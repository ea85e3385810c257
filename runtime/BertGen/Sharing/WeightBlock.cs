using BertGen.Engine;

namespace BertGen.Sharing;

/// <summary>Some of the weights as the kernels read them, in memory of their own.</summary>
internal sealed unsafe class WeightBlock
{
    /// <summary>Enough values to tell trained tensors apart; where these are equal, all are compared.</summary>
    private const int SampledValues = 64;

    private static long _liveBytes;

    private readonly WeightArena.Part _memory;

    private WeightBlock(nint count, WeightArena? arena)
    {
        Count = count;
        _memory = arena?.Allocate(count) ?? WeightArena.Part.Alone(count);
        Values = _memory.Values;
        Interlocked.Add(ref _liveBytes, Bytes);
    }

    /// <summary>Bytes of all blocks that have not been freed.</summary>
    public static long LiveBytes => Interlocked.Read(ref _liveBytes);

    public float* Values { get; private set; }

    public nint Count { get; }

    public long Bytes => (long)Count * sizeof(float);

    /// <summary>A new block, filled.</summary>
    /// <param name="count">Number of values.</param>
    /// <param name="fill">Writes them.</param>
    /// <param name="arena">Where its memory is from; null: by itself.</param>
    public static WeightBlock Pack(nint count, WeightFiller fill, WeightArena? arena = null)
    {
        var block = new WeightBlock(count, arena);
        try
        {
            fill(block.Values);
            return block;
        }
        catch
        {
            block.Free();
            throw;
        }
    }

    /// <summary>Equal for equal values, and mostly not for others.</summary>
    public int Fingerprint()
    {
        var hash = new HashCode();
        hash.Add(Count);
        nint step = Math.Max(1, Count / SampledValues);
        for (nint i = 0; i < Count; i += step)
        {
            hash.Add(BitConverter.SingleToInt32Bits(Values[i]));
        }

        return hash.ToHashCode();
    }

    /// <summary>Whether two blocks hold the same values, to the bit.</summary>
    public bool HasValuesOf(WeightBlock other)
    {
        const int Portion = 1 << 20; // the length of a span is an int
        bool equal = Count == other.Count;
        for (nint start = 0; equal && start < Count; start += Portion)
        {
            int length = (int)Math.Min(Portion, Count - start);
            equal = Bits(start, length).SequenceEqual(other.Bits(start, length));
        }

        return equal;
    }

    public void Free()
    {
        _memory.Free();
        Values = null;
        Interlocked.Add(ref _liveBytes, -Bytes);
    }

    private ReadOnlySpan<int> Bits(nint start, int length) => new(Values + start, length);
}
