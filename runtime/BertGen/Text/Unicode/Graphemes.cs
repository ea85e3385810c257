namespace BertGen.Text.Unicode;

/// <summary>Extended grapheme clusters, as UAX 29 cuts text into them.</summary>
internal static class Graphemes
{
    /// <summary>The end of the cluster that starts at <paramref name="start"/>.</summary>
    public static int EndOf(ReadOnlySpan<char> text, int start)
    {
        int index = start;
        GraphemeBreak traits = Character.BreakOf(CodePoint.Read(text, ref index));
        GraphemeBreak last = traits & GraphemeBreak.PropertyMask;
        bool afterPictograph = last == GraphemeBreak.Pictograph;
        bool oddIndicators = last == GraphemeBreak.RegionalIndicator;
        bool inConjunct = (traits & GraphemeBreak.ConjunctConsonant) != 0;
        bool linked = false;
        while (index < text.Length)
        {
            int next = index;
            traits = Character.BreakOf(CodePoint.Read(text, ref next));
            GraphemeBreak current = traits & GraphemeBreak.PropertyMask;
            bool joins = Joins(last, current)
                || (current == GraphemeBreak.Pictograph && last == GraphemeBreak.Joiner && afterPictograph)
                || (current == GraphemeBreak.RegionalIndicator && last == GraphemeBreak.RegionalIndicator && oddIndicators)
                || (inConjunct && linked && (traits & GraphemeBreak.ConjunctConsonant) != 0);
            if (!joins)
            {
                break;
            }

            index = next;
            last = current;
            afterPictograph = current == GraphemeBreak.Pictograph
                || (afterPictograph && current is GraphemeBreak.Extend or GraphemeBreak.Joiner);
            oddIndicators = current == GraphemeBreak.RegionalIndicator && !oddIndicators;
            if ((traits & GraphemeBreak.ConjunctConsonant) != 0)
            {
                (inConjunct, linked) = (true, false);
            }
            else
            {
                inConjunct &= current is GraphemeBreak.Extend or GraphemeBreak.Joiner;
                linked |= (traits & GraphemeBreak.ConjunctLinker) != 0;
            }
        }

        return index;
    }

    private static bool Joins(GraphemeBreak last, GraphemeBreak current)
    {
        if (last is GraphemeBreak.CarriageReturn or GraphemeBreak.LineFeed or GraphemeBreak.Control)
        {
            return last == GraphemeBreak.CarriageReturn && current == GraphemeBreak.LineFeed;
        }

        return current switch
        {
            GraphemeBreak.CarriageReturn or GraphemeBreak.LineFeed or GraphemeBreak.Control => false,
            GraphemeBreak.Extend or GraphemeBreak.Joiner or GraphemeBreak.SpacingMark => true,
            GraphemeBreak.HangulLeading or GraphemeBreak.HangulOpen or GraphemeBreak.HangulClosed =>
                last is GraphemeBreak.HangulLeading or GraphemeBreak.Prepend,
            GraphemeBreak.HangulVowel =>
                last is GraphemeBreak.HangulLeading or GraphemeBreak.HangulOpen or GraphemeBreak.HangulVowel or GraphemeBreak.Prepend,
            GraphemeBreak.HangulTrailing =>
                last is GraphemeBreak.HangulOpen or GraphemeBreak.HangulClosed or GraphemeBreak.HangulVowel
                    or GraphemeBreak.HangulTrailing or GraphemeBreak.Prepend,
            _ => last == GraphemeBreak.Prepend,
        };
    }
}
