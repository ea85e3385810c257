namespace BertGen.Training;

/// <summary>
/// The random numbers of dropout. They are counted, not drawn: whether a value is dropped depends on the seed, the step, and
/// where the value stands in its batch, so a training run has the same bits on any number of threads, and its state is two
/// numbers. How often values are dropped says the model's config; <c>Forward</c> never drops any.
/// </summary>
public sealed class Dropout : IRandomState
{
    /// <summary>Whether training steps drop values.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>Tells one run from another.</summary>
    public ulong Seed { get; set; }

    /// <summary>Rises by 1 with every training step that drops values.</summary>
    public long Step { get; set; }

    /// <summary>The key of the next step; null when nothing is dropped.</summary>
    internal ulong? NextKey() => IsEnabled ? SplitMix64.Mix(Seed + (SplitMix64.Weyl * (ulong)++Step)) : null;
}
