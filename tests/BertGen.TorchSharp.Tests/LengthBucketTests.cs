using BertGen.Torch.Batches;

namespace BertGen.Tests.Torch;

/// <summary>How sequences are grouped for attention; needs no library.</summary>
public sealed class LengthBucketTests
{
    public static TheoryData<int[]> Lengths =>
    [
        [1],
        [7, 7, 7],
        [5, 1, 3],
        [512, 1, 17, 18, 300, 2, 512, 60],
        [.. Enumerable.Range(0, 200).Select(i => 1 + (i * 37 % 130))],
    ];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void EverySequenceIsInOneBucketThatIsLongEnough(int[] lengths)
    {
        var buckets = new LengthBuckets(lengths);
        Assert.Equal(Enumerable.Range(0, lengths.Length), buckets.Order.Order());
        int place = 0, row = 0;
        foreach (LengthBucket bucket in buckets.Buckets)
        {
            int[] own = [.. buckets.Order.Skip(bucket.First).Take(bucket.Count).Select(sequence => lengths[sequence])];
            Assert.Equal((place, row, own.Sum()), (bucket.First, bucket.FirstRow, bucket.RowCount));
            Assert.Equal(bucket.IsPadded, own.Min() < bucket.Length);
            Assert.All(own, length => Assert.True(length <= bucket.Length));
            Assert.True(bucket.Length < Math.Max(own[0] + 24, (own[0] * 3 / 2) + 8), "A bucket holds sequences of similar length.");
            place += bucket.Count;
            row += bucket.RowCount;
        }

        Assert.Equal((lengths.Length, lengths.Sum()), (place, row));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void RowsAreFoundAgainBetweenPadding(int[] lengths)
    {
        var buckets = new LengthBuckets(lengths);
        int[] sorted = [.. buckets.Order.Select(sequence => lengths[sequence])];
        var places = new PaddedPlaces(buckets, sorted);

        Assert.Equal(Enumerable.Range(0, lengths.Sum()), places.Own.Select(place => places.Source[place]));
        Assert.All(places.Own, place => Assert.Equal(0, places.IsPadding[place]));
        Assert.Equal(places.Source.Length - lengths.Sum(), places.IsPadding.Sum());
    }

    [Fact]
    public void SequencesOfOneLengthNeedNoPadding() => Assert.False(new LengthBuckets([9, 9, 9]).IsPadded);
}
