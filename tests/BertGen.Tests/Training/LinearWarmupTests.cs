using BertGen.Training;

namespace BertGen.Tests.Training;

public sealed class LinearWarmupTests
{
    /// <summary>Values that pytorch_pretrained_bert's schedules give for step / total.</summary>
    [Theory]
    [InlineData(0, 0.0, 0.0)]
    [InlineData(5, 0.5, 0.5)]
    [InlineData(10, 1.0, 1.0)]
    [InlineData(55, 0.5, 1.0)]
    [InlineData(99, 0.01 / 0.9, 1.0)]
    [InlineData(100, 0.0, 1.0)]
    [InlineData(1000, 0.0, 1.0)]
    public void RisesAndFallsAsTheOriginal(long step, double falling, double staying)
    {
        Assert.Equal(falling, new LinearWarmup(100).FactorAt(step), 1e-12);
        Assert.Equal(staying, new LinearWarmup(100) { Falls = false }.FactorAt(step), 1e-12);
    }

    [Fact]
    public void WithoutWarmupItBeginsAtTheFullRate()
    {
        Assert.Equal(1, new LinearWarmup(100, warmup: 0).FactorAt(0));
        Assert.Equal(0.25, new LinearWarmup(100, warmup: 0).FactorAt(75));
    }

    [Fact]
    public void WhatIsNoScheduleIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearWarmup(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearWarmup(10, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearWarmup(10, double.NaN));
    }
}
