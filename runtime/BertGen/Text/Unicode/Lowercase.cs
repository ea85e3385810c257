namespace BertGen.Text.Unicode;

/// <summary>Full Unicode lower case without locale: the mapping of Python's <c>str.lower</c>.</summary>
internal static class Lowercase
{
    private const int CapitalSigma = 0x3A3;
    private const int SmallSigma = 0x3C3;
    private const int FinalSigma = 0x3C2;
    private const int CapitalIWithDot = 0x130;
    private const int DotAbove = 0x307;

    /// <summary>Appends the lower case of <paramref name="word"/>, given as code points.</summary>
    public static void Append(ReadOnlySpan<int> word, PooledBuffer<int> target)
    {
        for (int i = 0; i < word.Length; i++)
        {
            switch (word[i])
            {
                case CapitalSigma:
                    target.Add(IsFinal(word, i) ? FinalSigma : SmallSigma);
                    break;

                // The only code point whose lower case is longer than itself.
                case CapitalIWithDot:
                    target.Add('i');
                    target.Add(DotAbove);
                    break;

                default:
                    target.Add(CodePoint.ToLower(word[i]));
                    break;
            }
        }
    }

    /// <summary>Whether a sigma ends its word: a cased letter before it and none after, case-ignorable ones skipped.</summary>
    private static bool IsFinal(ReadOnlySpan<int> word, int sigma)
    {
        int before = sigma - 1;
        while (before >= 0 && Has(word[before], CodePointTraits.CaseIgnorable))
        {
            before--;
        }

        if (before < 0 || !Has(word[before], CodePointTraits.Cased))
        {
            return false;
        }

        int after = sigma + 1;
        while (after < word.Length && Has(word[after], CodePointTraits.CaseIgnorable))
        {
            after++;
        }

        return after == word.Length || !Has(word[after], CodePointTraits.Cased);
    }

    private static bool Has(int codePoint, CodePointTraits trait) => (CodePoint.TraitsOf(codePoint) & trait) != 0;
}
