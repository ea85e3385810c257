namespace BertGen.Text.Tokenizers.Patterns;

/// <summary>
/// The pattern of GPT-4 and of Qwen2: contractions in any case; letters with one other character in front; numbers of a few
/// digits; others with line ends behind them; line ends; white space.
/// </summary>
/// <param name="maxDigits">The most digits of a number.</param>
internal sealed class TiktokenPattern(int maxDigits) : WordPattern
{
    /// <summary>Qwen2's: each digit alone.</summary>
    public const string SingleDigitText = Start + @"\p{N}" + Rest;

    /// <summary>GPT-4's: up to three digits.</summary>
    public const string ThreeDigitText = Start + @"\p{N}{1,3}" + Rest;

    private const string Start = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|";
    private const string Rest = @"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <inheritdoc/>
    protected override int EndOf(ReadOnlySpan<char> text, int start)
    {
        int contraction = EndOfContraction(text, start, ignoreCase: true);
        if (contraction >= 0)
        {
            return contraction;
        }

        Kind kind = KindAt(text, start, out int units);
        int second = start + units;
        if (kind == Kind.Letter)
        {
            return EndOfRun(text, second, Kind.Letter);
        }

        if (kind == Kind.Number)
        {
            return EndOfNumber(text, second);
        }

        if (text[start] is not ('\r' or '\n') && second < text.Length && KindAt(text, second, out _) == Kind.Letter)
        {
            return EndOfRun(text, second, Kind.Letter);
        }

        int others = text[start] == ' ' ? second : start;
        if (others < text.Length && KindAt(text, others, out _) == Kind.Other)
        {
            int end = EndOfRun(text, others, Kind.Other);
            while (end < text.Length && text[end] is '\r' or '\n')
            {
                end++;
            }

            return end;
        }

        int runEnd = EndOfRun(text, start, Kind.Space);
        int lineEnd = text[start..runEnd].LastIndexOfAny('\r', '\n');
        return lineEnd >= 0 ? start + lineEnd + 1 : EndOfSpace(text, start, runEnd);
    }

    private int EndOfNumber(ReadOnlySpan<char> text, int end)
    {
        for (int digits = 1; digits < maxDigits && end < text.Length && KindAt(text, end, out int units) == Kind.Number; digits++)
        {
            end += units;
        }

        return end;
    }
}
