using BertGen.Engine.Kernels;

namespace BertGen.Tests.Engine;

/// <summary>The buckets of distances between two pieces.</summary>
public sealed class DistanceBucketsTests
{
    /// <summary>The first distance of each bucket, and the last before it.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(7, 7)]
    [InlineData(8, 8)]
    [InlineData(11, 8)]
    [InlineData(12, 9)]
    [InlineData(15, 9)]
    [InlineData(16, 10)]
    [InlineData(22, 10)]
    [InlineData(23, 11)]
    [InlineData(31, 11)]
    [InlineData(32, 12)]
    [InlineData(45, 12)]
    [InlineData(46, 13)]
    [InlineData(63, 13)]
    [InlineData(64, 14)]
    [InlineData(90, 14)]
    [InlineData(91, 15)]
    [InlineData(100000, 15)]
    public void KeysBeforeAndAfterAQueryHaveHalfOfThemEach(int distance, int bucket)
    {
        Assert.Equal(bucket, DistanceBuckets.Of(-distance));
        Assert.Equal(distance == 0 ? 0 : bucket + (DistanceBuckets.Count / 2), DistanceBuckets.Of(distance));
    }
}
