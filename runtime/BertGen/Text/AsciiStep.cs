using BertGen.Text.Unicode;

namespace BertGen.Text;

/// <summary>What the basic tokenizer does at each ASCII character, as one table look-up.</summary>
internal readonly struct AsciiStep
{
    private AsciiStep(AsciiAction action, char written, bool isExactCandidate)
    {
        Action = action;
        Written = written;
        IsExactCandidate = isExactCandidate;
    }

    /// <summary>The character that goes into the word.</summary>
    public char Written { get; }

    /// <summary>What to do.</summary>
    public AsciiAction Action { get; }

    /// <summary>Whether a never-split token may start here.</summary>
    public bool IsExactCandidate { get; }

    /// <summary>The 128 steps for a tokenizer.</summary>
    public static AsciiStep[] Table(bool lowercase, TokenSet neverSplit)
    {
        var steps = new AsciiStep[128];
        for (int c = 0; c < steps.Length; c++)
        {
            CodePointTraits traits = CodePoint.TraitsOf(c);
            AsciiAction action =
                (traits & CodePointTraits.Separator) != 0 ? AsciiAction.Separate :
                (traits & CodePointTraits.Dropped) != 0 ? AsciiAction.Leave :
                (traits & CodePointTraits.Punctuation) != 0 ? AsciiAction.Punctuate : AsciiAction.Append;
            char written = (char)(lowercase ? CodePoint.ToLower(c) : c);
            steps[c] = new AsciiStep(action, written, neverSplit.MayStartWith((char)c) || neverSplit.MayStartWith(written));
        }

        return steps;
    }
}
