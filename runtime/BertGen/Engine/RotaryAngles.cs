using BertGen.Common.Numbers;
using BertGen.Training;

namespace BertGen.Engine;

/// <summary>Cosines and sines of the first positions; never changed, so that calls read it while a longer one is made.</summary>
internal sealed unsafe class RotaryAngles
{
    private readonly PinnedFloats _values;

    /// <param name="frequencies">How fast each pair turns.</param>
    /// <param name="length">Positions, from 0.</param>
    public RotaryAngles(ReadOnlySpan<float> frequencies, int length)
        : this(frequencies.Length, length) => Fill(frequencies, 0);

    private RotaryAngles(int half, int length)
    {
        (Half, Length) = (half, length);
        _values = new PinnedFloats(checked(2 * half * length));
    }

    /// <summary>Positions, from 0.</summary>
    public int Length { get; }

    /// <summary>Pairs of a head that are turned.</summary>
    public int Half { get; }

    /// <summary>The same angles with those of further positions.</summary>
    public RotaryAngles Longer(ReadOnlySpan<float> frequencies, int length)
    {
        var longer = new RotaryAngles(Half, length);
        _values.Span.CopyTo(longer._values.Span);
        longer.Fill(frequencies, Length);
        return longer;
    }

    /// <summary>Cosines of a position.</summary>
    public ReadOnlySpan<float> CosOf(int position) => new(Cos(position), Half);

    /// <summary>Sines of a position.</summary>
    public ReadOnlySpan<float> SinOf(int position) => new(Sin(position), Half);

    public float* Cos(int position) => _values.Pointer + ((nint)position * 2 * Half);

    public float* Sin(int position) => Cos(position) + Half;

    private void Fill(ReadOnlySpan<float> frequencies, int first)
    {
        for (int position = first; position < Length; position++)
        {
            for (int pair = 0; pair < Half; pair++)
            {
                float angle = position * frequencies[pair];
                Cos(position)[pair] = (float)StableAngles.Cos(angle);
                Sin(position)[pair] = (float)StableAngles.Sin(angle);
            }
        }
    }
}
