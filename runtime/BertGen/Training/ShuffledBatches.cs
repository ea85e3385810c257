namespace BertGen.Training;

/// <summary>
/// Deals the numbers of all examples in batches, in another order each time around. What does not fill a batch at the end of
/// a round is left out of that round.
/// </summary>
public sealed class ShuffledBatches : IRandomState
{
    private readonly int[] _order;
    private readonly int _size;
    private ulong? _orderSeed;
    private long _orderRound;

    /// <summary>Batches of some examples.</summary>
    /// <param name="exampleCount">Number of examples.</param>
    /// <param name="batchSize">Examples in a batch.</param>
    /// <param name="seed">Chooses the order.</param>
    /// <exception cref="ArgumentOutOfRangeException">A batch has no example, or more than there are.</exception>
    public ShuffledBatches(int exampleCount, int batchSize, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batchSize, exampleCount);
        _order = new int[exampleCount];
        _size = batchSize;
        Seed = seed;
    }

    /// <summary>Batches in one round.</summary>
    public int BatchesPerRound => _order.Length / _size;

    /// <inheritdoc/>
    public ulong Seed { get; set; }

    /// <summary>Batches dealt so far.</summary>
    public long Step { get; set; }

    /// <summary>Deals the next batch.</summary>
    /// <returns>Numbers of examples, no two alike; valid until the next call.</returns>
    public ReadOnlySpan<int> Next()
    {
        (long round, long batch) = Math.DivRem(Step, BatchesPerRound);
        Shuffle(round);
        Step++;
        return _order.AsSpan((int)batch * _size, _size);
    }

    // Each order is made from scratch, not from the last: it depends on seed and round alone.
    private void Shuffle(long round)
    {
        if (_orderSeed == Seed && _orderRound == round)
        {
            return;
        }

        var random = SplitMix64.For(Seed, (ulong)round);
        for (int i = 0; i < _order.Length; i++)
        {
            int other = random.Next(i + 1);
            _order[i] = _order[other];
            _order[other] = i;
        }

        (_orderSeed, _orderRound) = (Seed, round);
    }
}
