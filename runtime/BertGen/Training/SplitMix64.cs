using BertGen.Common.Numbers;

namespace BertGen.Training;

/// <summary>A small generator of random numbers whose sequence is the same on all machines and versions.</summary>
/// <param name="seed">Chooses the sequence.</param>
internal struct SplitMix64(ulong seed)
{
    /// <summary>2^64 over the golden ratio: its multiples are spread evenly.</summary>
    public const ulong Weyl = 0x9E37_79B9_7F4A_7C15;

    private ulong _state = seed;

    /// <summary>A generator for one of many things that share a seed.</summary>
    public static SplitMix64 For(ulong seed, ulong thing) => new(Mix(seed + Weyl) ^ Mix(thing));

    /// <summary>64 random bits.</summary>
    public ulong Next() => Mix(_state += Weyl);

    /// <summary>A number from 0 to below <paramref name="limit"/>.</summary>
    public int Next(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);

    /// <summary>A number above 0, at most 1.</summary>
    public double NextPositive() => ((Next() >> 11) + 1) * (1.0 / (1L << 53));

    /// <summary>A number of the normal distribution with mean 0 and deviation 1 (Box and Muller).</summary>
    public double NextNormal() => Math.Sqrt(-2 * StableMath.Log(NextPositive())) * StableAngles.Cos(2 * Math.PI * NextPositive());

    /// <summary>Scrambles 64 bits: every bit of the result depends on all.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
