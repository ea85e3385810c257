using System.ComponentModel;

namespace BertGen.Engine;

/// <summary>
/// Cosines and sines of rotary positions: pair <c>i</c> of a head is turned at position <c>p</c> by the angle <c>p * frequency(i)</c>. They
/// are known without weights, and the classes of a process that have the same share them.
/// </summary>
/// <remarks>
/// Frequency and angle are 32-bit floats, as the reference has them: at position 8,000, angles of exact arithmetic are off by up to 5e-4.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class RotaryTable
{
    private static readonly Dictionary<(float Theta, float Factor, float Stretch, int Size, int Length), WeakReference<RotaryTable>> Known = [];

    private readonly Training.PinnedFloats _values;

    private RotaryTable(float theta, float factor, float stretch, int size, int length)
    {
        (Half, Length) = (size / 2, length);
        _values = new Training.PinnedFloats(checked(2 * Half * length));
        for (int pair = 0; pair < Half; pair++)
        {
            float frequency = Frequency(theta, size, pair) / factor / MathF.Pow(stretch, 2f / size);
            for (int position = 0; position < length; position++)
            {
                float angle = position * frequency;
                Cos(position)[pair] = (float)Math.Cos(angle);
                Sin(position)[pair] = (float)Math.Sin(angle);
            }
        }
    }

    /// <summary>Values of a head that are turned.</summary>
    public int Size => 2 * Half;

    /// <summary>Positions, from 0.</summary>
    public int Length { get; }

    /// <summary>Pairs of a head that are turned.</summary>
    internal int Half { get; }

    /// <summary>The table of a theta.</summary>
    /// <param name="theta">Base of the frequencies.</param>
    /// <param name="size">Values of a head that are turned: value i with value i + size / 2.</param>
    /// <param name="length">Positions that are used, from 0.</param>
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
        float power = (float)Math.Pow(theta, exponent);
        return 1f / power;
    }

    /// <summary>Cosines of a position.</summary>
    internal ReadOnlySpan<float> CosOf(int position) => new(Cos(position), Half);

    /// <summary>Sines of a position.</summary>
    internal ReadOnlySpan<float> SinOf(int position) => new(Sin(position), Half);

    internal float* Cos(int position) => _values.Pointer + ((nint)position * 2 * Half);

    internal float* Sin(int position) => Cos(position) + Half;
}
