namespace BertGen.Benchmarks.Training;

/// <summary>Seconds of the parts of a training step.</summary>
internal readonly record struct StepTimes(double Forward, double Backward, double Optimizer)
{
    public double Total => Forward + Backward + Optimizer;

    public static StepTimes Median(IReadOnlyCollection<StepTimes> times) => new(
        Statistics.Median(times.Select(time => time.Forward)),
        Statistics.Median(times.Select(time => time.Backward)),
        Statistics.Median(times.Select(time => time.Optimizer)));
}
