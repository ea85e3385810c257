using System.Buffers.Binary;
using System.Text.Unicode;

namespace BertGen.Text.Tokenizers.Normalizers;

/// <summary>
/// A precompiled map of SentencePiece: rules from a few UTF-8 bytes to a text, as a trie in a double array. Immutable, and
/// safe for concurrent use.
/// </summary>
internal sealed class CharacterMap
{
    private const int MinLength = 4;
    private readonly uint[] _units;
    private readonly byte[] _texts;

    private CharacterMap(uint[] units, byte[] texts) => (_units, _texts) = (units, texts);

    /// <summary>Reads a map: the size of the trie in bytes, the trie, and texts that each end with a zero.</summary>
    /// <param name="map">The bytes.</param>
    /// <param name="problem">What was expected and what was found; null when the map is good.</param>
    public static CharacterMap? TryRead(ReadOnlySpan<byte> map, out string? problem)
    {
        if (map.Length < MinLength)
        {
            problem = $"expected at least {MinLength} bytes of a map, found {map.Length}";
            return null;
        }

        uint size = BinaryPrimitives.ReadUInt32LittleEndian(map);
        if (size < sizeof(uint) || size % sizeof(uint) != 0 || size > map.Length - MinLength)
        {
            problem = $"expected a trie of at least 4 and at most {map.Length - MinLength} bytes, a multiple of 4, found {size}";
            return null;
        }

        uint[] units = new uint[size / sizeof(uint)];
        for (int i = 0; i < units.Length; i++)
        {
            units[i] = BinaryPrimitives.ReadUInt32LittleEndian(map[(MinLength + (i * sizeof(uint)))..]);
        }

        ReadOnlySpan<byte> texts = map[(int)(MinLength + size)..];
        problem = Utf8.IsValid(texts) ? null : "expected the texts of the map to be UTF-8";
        return problem is null ? new CharacterMap(units, texts.ToArray()) : null;
    }

    /// <summary>Finds the shortest rule that <paramref name="key"/> starts with.</summary>
    /// <param name="key">UTF-8. A zero ends the search.</param>
    /// <param name="replacement">What it makes, as UTF-8.</param>
    public bool TryFind(ReadOnlySpan<byte> key, out ReadOnlySpan<byte> replacement)
    {
        uint[] units = _units;
        uint position = Offset(units[0]);
        foreach (byte value in key)
        {
            position ^= value;
            if (value == 0 || position >= (uint)units.Length || Label(units[position]) != value)
            {
                break;
            }

            uint unit = units[position];
            position ^= Offset(unit);
            if (position >= (uint)units.Length)
            {
                break;
            }

            if (HasLeaf(unit))
            {
                int start = (int)(units[position] & int.MaxValue);
                if (start > _texts.Length)
                {
                    break;
                }

                ReadOnlySpan<byte> rest = _texts.AsSpan(start);
                int length = rest.IndexOf((byte)0);
                replacement = length < 0 ? rest : rest[..length];
                return true;
            }
        }

        replacement = [];
        return false;
    }

    /// <summary>Whether there is no rule for this ASCII character alone.</summary>
    public bool IsPlain(char ascii) => !TryFind([(byte)ascii], out _);

    private static bool HasLeaf(uint unit) => ((unit >> 8) & 1) == 1;

    private static uint Label(uint unit) => unit & ((1u << 31) | 0xFF);

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & (1u << 9)) >> 6);
}
