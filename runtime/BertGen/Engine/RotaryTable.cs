using System.ComponentModel;
using BertGen.Common.Numbers;

namespace BertGen.Engine;

/// <summary>
/// Cosines and sines of rotary positions: pair <c>i</c> of a head is turned at position <c>p</c> by the angle <c>p * frequency(i)</c>. They
/// are known without weights, and the classes of a process that have the same share them. Positions end nowhere: a call that has more than
/// any before it makes the table longer.
/// </summary>
/// <remarks>
/// Frequency and angle are 32-bit floats, as the reference has them: at position 8,000, angles of exact arithmetic are off by up to 5e-4.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RotaryTable
{
    private static readonly Dictionary<(float Theta, float Factor, float Stretch, int Size, int Length), WeakReference<RotaryTable>> Known = [];

    private readonly Lock _growth = new();
    private readonly float[] _frequencies;
    private volatile RotaryAngles _angles;

    private RotaryTable(float theta, float factor, float stretch, int size, int length)
    {
        _frequencies = new float[size / 2];
        for (int pair = 0; pair < _frequencies.Length; pair++)
        {
            _frequencies[pair] = Frequency(theta, size, pair) / factor / (float)StableMath.Pow(stretch, 2f / size);
        }

        _angles = new RotaryAngles(_frequencies, length);
    }

    /// <summary>Values of a head that are turned.</summary>
    public int Size => 2 * _frequencies.Length;

    /// <summary>The table of a theta.</summary>
    /// <param name="theta">Base of the frequencies.</param>
    /// <param name="size">Values of a head that are turned: value i with value i + size / 2.</param>
    /// <param name="length">Positions that are used, from 0, by all calls but rare ones.</param>
    /// <param name="factor">What all frequencies are divided by.</param>
    /// <param name="stretch">NTK scaling: frequencies are divided by <c>stretch^(2 / size)</c> beside the theta that belongs to it.</param>
    /// <returns>A table that may be shared.</returns>
    public static RotaryTable Of(float theta, int size, int length, float factor = 1f, float stretch = 1f)
    {
        lock (Known)
        {
            (float, float, float, int, int) key = (theta, factor, stretch, size, length);
            if (!Known.TryGetValue(key, out WeakReference<RotaryTable>? known) || !known.TryGetTarget(out RotaryTable? table))
            {
                table = new RotaryTable(theta, factor, stretch, size, length);
                Known[key] = new WeakReference<RotaryTable>(table);
            }

            return table;
        }
    }

    /// <summary>How fast a pair turns.</summary>
    internal static float Frequency(float theta, int size, int pair)
    {
        float exponent = 2f * pair / size;
        float power = (float)StableMath.Pow(theta, exponent);
        return 1f / power;
    }

    /// <summary>The angles of at least the first positions; keep what is returned alive while it is read.</summary>
    /// <param name="positions">How many positions.</param>
    internal RotaryAngles Covering(int positions)
    {
        RotaryAngles angles = _angles;
        if (positions <= angles.Length)
        {
            return angles;
        }

        lock (_growth)
        {
            angles = _angles;
            if (positions > angles.Length)
            {
                _angles = angles = angles.Longer(_frequencies, (int)Math.Max(positions, Math.Min(2L * angles.Length, Array.MaxLength / (4 * Size))));
            }

            return angles;
        }
    }
}
