using BertGen.Training;

namespace BertGen.Tests.Training;

public sealed class ShuffledBatchesTests
{
    [Fact]
    public void ARoundHasEveryExampleOnceButForWhatFillsNoBatch()
    {
        var batches = new ShuffledBatches(23, 5, seed: 9);
        Assert.Equal(4, batches.BatchesPerRound);
        int[] first = Deal(batches, 4), second = Deal(batches, 4);
        Assert.Equal(20, first.Distinct().Count());
        Assert.Equal(20, second.Distinct().Count());
        Assert.All(first, example => Assert.InRange(example, 0, 22));
        Assert.NotEqual(first, second);
        Assert.NotEqual(first, Deal(new ShuffledBatches(23, 5, seed: 10), 4));
    }

    [Fact]
    public void ItGoesOnAtAnyPlace()
    {
        var whole = new ShuffledBatches(23, 5, seed: 9);
        Deal(whole, 6);
        int[] expected = Deal(whole, 7);
        var resumed = new ShuffledBatches(23, 5) { Seed = 9, Step = 6 };
        Assert.Equal(expected, Deal(resumed, 7));
        resumed.Step = 6;
        Assert.Equal(expected, Deal(resumed, 7));
    }

    [Fact]
    public void EveryOrderIsAsLikely()
    {
        int[] counts = new int[24];
        var batches = new ShuffledBatches(4, 4, seed: 1);
        for (int round = 0; round < 24_000; round++)
        {
            ReadOnlySpan<int> order = batches.Next();
            counts[(order[0] * 6) + (order[1] * 2) - (order[1] > order[0] ? 2 : 0) + (order[2] > order[3] ? 1 : 0)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void BatchesThatCannotBeFilledAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShuffledBatches(4, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShuffledBatches(4, 0));
    }

    private static int[] Deal(ShuffledBatches batches, int count)
    {
        var dealt = new List<int>();
        for (int i = 0; i < count; i++)
        {
            dealt.AddRange(batches.Next());
        }

        return [.. dealt];
    }
}
