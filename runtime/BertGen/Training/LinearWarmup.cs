namespace BertGen.Training;

/// <summary>
/// The schedule of the learning rate that BERT was trained with: it rises from 0 in equal steps, and then falls to 0 in equal
/// steps, as in pytorch_pretrained_bert's <c>WarmupLinearSchedule</c>.
/// </summary>
/// <example><code>optimizer.Step(schedule.FactorAt(optimizer.Steps));</code></example>
public sealed record LinearWarmup
{
    /// <summary>A schedule.</summary>
    /// <param name="totalSteps">Steps of the whole training.</param>
    /// <param name="warmup">Share of them that the rise takes; 0 begins at the full rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no steps, or the share is not at least 0 and below 1.</exception>
    public LinearWarmup(long totalSteps, double warmup = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(totalSteps, 1);
        if (warmup is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(warmup), warmup, $"Expected a share of at least 0 and below 1; found {warmup}.");
        }

        TotalSteps = totalSteps;
        Warmup = warmup;
    }

    /// <summary>Steps of the whole training.</summary>
    public long TotalSteps { get; }

    /// <summary>Share of the steps that the rise takes.</summary>
    public double Warmup { get; }

    /// <summary>Whether the rate falls after the rise; otherwise it stays, as in <c>WarmupConstantSchedule</c>.</summary>
    public bool Falls { get; init; } = true;

    /// <summary>What the learning rate is multiplied by.</summary>
    /// <param name="step">Steps made before this one: the first step of a rise has factor 0, as in the original.</param>
    public double FactorAt(long step)
    {
        double progress = (double)step / TotalSteps;
        return progress < Warmup ? progress / Warmup
            : Falls ? Math.Max((1 - progress) / (1 - Warmup), 0)
            : 1;
    }
}
