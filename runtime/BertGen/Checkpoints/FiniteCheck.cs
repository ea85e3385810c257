using System.Numerics;
using System.Runtime.InteropServices;

namespace BertGen.Checkpoints;

/// <summary>Finds values that are infinite or no numbers: a model with one of them gives nothing else.</summary>
internal static class FiniteCheck
{
    private const uint Magnitude = 0x7FFF_FFFF;
    private const uint Infinity = 0x7F80_0000;

    /// <summary>The position of the first value that is not finite, or -1.</summary>
    public static int FindFirst(ReadOnlySpan<float> values) => AllFinite(MemoryMarshal.Cast<float, uint>(values)) ? -1 : Search(values);

    // Infinities and NaNs are the largest magnitudes: one running maximum tells whether there are any, as fast as memory is read.
    private static bool AllFinite(ReadOnlySpan<uint> bits)
    {
        var first = Vector<uint>.Zero;
        var second = Vector<uint>.Zero;
        var mask = new Vector<uint>(Magnitude);
        for (; bits.Length >= 2 * Vector<uint>.Count; bits = bits[(2 * Vector<uint>.Count)..])
        {
            first = Vector.Max(first, new Vector<uint>(bits) & mask);
            second = Vector.Max(second, new Vector<uint>(bits[Vector<uint>.Count..]) & mask);
        }

        uint rest = 0;
        foreach (uint value in bits)
        {
            rest = Math.Max(rest, value & Magnitude);
        }

        return rest < Infinity && Vector.LessThanAll(Vector.Max(first, second), new Vector<uint>(Infinity));
    }

    private static int Search(ReadOnlySpan<float> values)
    {
        int i = 0;
        while (float.IsFinite(values[i]))
        {
            i++;
        }

        return i;
    }
}
