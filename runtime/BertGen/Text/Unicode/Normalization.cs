namespace BertGen.Text.Unicode;

/// <summary>Decompositions and compositions of single characters, of Unicode 9.</summary>
internal static class Normalization
{
    /// <summary>The full decomposition of a character that is no Hangul syllable, or an empty text.</summary>
    public static ReadOnlySpan<char> Decompose(int codePoint, bool compatible)
    {
        if (compatible)
        {
            ReadOnlySpan<char> found = Find(
                codePoint, NormalizationTables.CompatibleKeys, NormalizationTables.CompatibleEnds, NormalizationTables.CompatibleText);
            if (!found.IsEmpty)
            {
                return found;
            }
        }

        return Find(codePoint, NormalizationTables.CanonicalKeys, NormalizationTables.CanonicalEnds, NormalizationTables.CanonicalText);
    }

    /// <summary>What two characters compose to, or -1.</summary>
    public static int Compose(int first, int second)
    {
        int hangul = Hangul.Compose(first, second);
        if (hangul >= 0)
        {
            return hangul;
        }

        int pair = NormalizationTables.Pairs.BinarySearch(((ulong)first << 32) | (uint)second);
        return pair < 0 ? -1 : NormalizationTables.Compositions[pair];
    }

    private static ReadOnlySpan<char> Find(int codePoint, ReadOnlySpan<int> keys, ReadOnlySpan<ushort> ends, ReadOnlySpan<char> text)
    {
        int index = keys.BinarySearch(codePoint);
        return index < 0 ? [] : text[(index == 0 ? 0 : ends[index - 1])..ends[index]];
    }
}
