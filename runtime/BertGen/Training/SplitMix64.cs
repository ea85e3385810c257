namespace BertGen.Training;

/// <summary>A small generator of random numbers whose sequence is the same on all machines and versions.</summary>
/// <param name="seed">Chooses the sequence.</param>
internal struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A generator for one of many things that share a seed.</summary>
    public static SplitMix64 For(ulong seed, ulong thing) => new(Dropout.Mix(seed + Dropout.Weyl) ^ Dropout.Mix(thing));

    /// <summary>64 random bits.</summary>
    public ulong Next() => Dropout.Mix(_state += Dropout.Weyl);

    /// <summary>A number from 0 to below <paramref name="limit"/>.</summary>
    public int Next(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);

    /// <summary>A number above 0, at most 1.</summary>
    public double NextPositive() => ((Next() >> 11) + 1) * (1.0 / (1L << 53));

    /// <summary>A number of the normal distribution with mean 0 and deviation 1 (Box and Muller).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(NextPositive())) * Math.Cos(2 * Math.PI * NextPositive());
}
