using BertGen.Bulk.Costs;
using BertGen.Bulk.Input;

namespace BertGen.Bulk.Tests;

/// <summary>The speed that a plan expects, by a clock that only the model moves.</summary>
public sealed class SpeedMeasurementTests
{
    private const double WarmRate = 1_000, SlowRate = 100;

    [Theory]
    [InlineData(0)]
    [InlineData(3.5)]
    public async Task WhatIsSlowInTheFirstSecondsIsNoPartOfTheSpeed(double coldSeconds)
    {
        Assert.Equal(WarmRate, await MeasureAsync(new Model(seconds => seconds < coldSeconds)), 3);
    }

    [Fact]
    public async Task SlowSecondsCountWithTheirTime()
    {
        // The rounds that count begin after 4.1 s, and embed 1,000 texts in two calls each. The first call of the last round is slow.
        double rate = await MeasureAsync(new Model(seconds => seconds is > 6 and < 7));
        Assert.Equal(3_000 / ((2_500 / WarmRate) + (500 / SlowRate)), rate, 3);
    }

    private static async Task<double> MeasureAsync(Model model)
    {
        InputRow[] rows = [.. Enumerable.Range(0, 500).Select(i => new InputRow(i, $"text {i}", [], new RowPlace("in.txt", "line", i), null))];
        var sample = new CostSample([new InputSurvey(0, "", 1_000_000, rows, [], 1)]);
        (Working.Portion portion, double seconds) = await new SpeedMeasurement(model, sample, TimeSpan.FromSeconds(3), model.Clock).RunAsync(CancellationToken.None);
        using (portion)
        {
            return portion.Rows.Count / seconds;
        }
    }

    /// <summary>A model that embeds fewer texts a second at some times.</summary>
    private sealed class Model(Predicate<double> isSlow) : BulkModel
    {
        public Time Clock { get; } = new();

        public override ModelIdentity Identity { get; } = new() { Name = "model", Dimensions = 2 };

        public override int Lanes => 1;

        public override ValueTask<long> EmbedAsync(IReadOnlyList<string> texts, Memory<float> destination, CancellationToken cancellationToken)
        {
            Clock.Seconds += texts.Count / (isSlow(Clock.Seconds) ? SlowRate : WarmRate);
            return ValueTask.FromResult((long)texts.Count);
        }
    }

    private sealed class Time : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1_000_000_000;

        public override long GetTimestamp() => (long)Math.Round(Seconds * TimestampFrequency);
    }
}
