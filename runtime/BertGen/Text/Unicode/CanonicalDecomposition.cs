namespace BertGen.Text.Unicode;

/// <summary>Normalization Form D.</summary>
internal static class CanonicalDecomposition
{
    // The arithmetic of Hangul syllables: leading consonant, vowel, optional trailing consonant.
    private const int SyllableBase = 0xAC00;
    private const int SyllableCount = 11172;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TrailBase = 0x11A7;
    private const int VowelCount = 21;
    private const int TrailCount = 28;

    /// <summary>Appends the decomposition of <paramref name="word"/>, its marks in canonical order.</summary>
    public static void Append(ReadOnlySpan<int> word, PooledBuffer<int> target)
    {
        int start = target.Count;
        foreach (int codePoint in word)
        {
            AppendOne(codePoint, target);
        }

        CanonicalOrder.Sort(target.Written[start..]);
    }

    private static void AppendOne(int codePoint, PooledBuffer<int> target)
    {
        int syllable = codePoint - SyllableBase;
        if ((uint)syllable < SyllableCount)
        {
            AppendSyllable(syllable, target);
        }
        else if ((CodePoint.TraitsOf(codePoint) & CodePointTraits.Decomposes) == 0)
        {
            target.Add(codePoint);
        }
        else
        {
            int entry = DecompositionTables.CodePoints.BinarySearch(codePoint);
            int index = entry == 0 ? 0 : DecompositionTables.Ends[entry - 1];
            while (index < DecompositionTables.Ends[entry])
            {
                target.Add(CodePoint.Read(DecompositionTables.Text, ref index));
            }
        }
    }

    private static void AppendSyllable(int syllable, PooledBuffer<int> target)
    {
        target.Add(LeadBase + (syllable / (VowelCount * TrailCount)));
        target.Add(VowelBase + (syllable / TrailCount % VowelCount));
        int trail = syllable % TrailCount;
        if (trail != 0)
        {
            target.Add(TrailBase + trail);
        }
    }
}
