namespace BertGen.Text.Unicode;

/// <summary>The arithmetic of Hangul syllables.</summary>
internal static class Hangul
{
    private const int SyllableBase = 0xAC00;
    private const int LeadingBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TrailingBase = 0x11A7;
    private const int LeadingCount = 19;
    private const int VowelCount = 21;
    private const int TrailingCount = 28;
    private const int SyllableCount = LeadingCount * VowelCount * TrailingCount;

    /// <summary>Whether a code point is a syllable.</summary>
    public static bool IsSyllable(int codePoint) => (uint)(codePoint - SyllableBase) < SyllableCount;

    /// <summary>The two or three letters of a syllable; the last is 0 for two.</summary>
    public static (int Leading, int Vowel, int Trailing) Decompose(int syllable)
    {
        int index = syllable - SyllableBase;
        int trailing = index % TrailingCount;
        return (
            LeadingBase + (index / (VowelCount * TrailingCount)),
            VowelBase + (index % (VowelCount * TrailingCount) / TrailingCount),
            trailing == 0 ? 0 : TrailingBase + trailing);
    }

    /// <summary>What two characters compose to, or -1.</summary>
    public static int Compose(int first, int second)
    {
        if ((uint)(first - LeadingBase) < LeadingCount && (uint)(second - VowelBase) < VowelCount)
        {
            return SyllableBase + ((((first - LeadingBase) * VowelCount) + (second - VowelBase)) * TrailingCount);
        }

        bool open = IsSyllable(first) && (first - SyllableBase) % TrailingCount == 0;
        return open && second > TrailingBase && second < TrailingBase + TrailingCount ? first + (second - TrailingBase) : -1;
    }
}
