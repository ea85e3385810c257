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
    internal ulong? NextKey() => IsEnabled ? Mix(Seed + (Weyl * (ulong)++Step)) : null;

    /// <summary>2^64 over the golden ratio: its multiples are spread evenly.</summary>
    internal const ulong Weyl = 0x9E37_79B9_7F4A_7C15;

    /// <summary>Scrambles 64 bits: every bit of the result depends on all (the finaliser of SplitMix64).</summary>
    internal static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
