using BertGen.Text.Tokenizers.Patterns;

namespace BertGen.Text.Tokenizers.Loading;

/// <summary>Reads patterns: <c>{"String": ...}</c> or <c>{"Regex": ...}</c>.</summary>
internal static class PatternReader
{
    /// <summary>Reads a pattern.</summary>
    /// <exception cref="TokenizerException">It is none, or uses what is not supported.</exception>
    public static TextPattern Read(JsonPart part)
    {
        JsonPart? literal = part.Find("String");
        if (literal is { } text)
        {
            return text.Text.Length > 0 ? new LiteralPattern(text.Text) : throw text.Wrong("a text to search for");
        }

        JsonPart regex = part.Find("Regex") ?? throw part.Wrong("\"String\" or \"Regex\"");
        return Compile(regex.Text, regex);
    }

    private static TextPattern Compile(string pattern, JsonPart place)
    {
        switch (pattern)
        {
            case Gpt2Pattern.Text:
                return Gpt2Pattern.Instance;
            case TiktokenPattern.SingleDigitText:
                return new TiktokenPattern(1);
            case TiktokenPattern.ThreeDigitText:
                return new TiktokenPattern(3);
            default:
                try
                {
                    return RegexCompiler.Compile(pattern);
                }
                catch (PatternException e)
                {
                    throw new TokenizerException(place.File, place.Place, $"the regular expression '{pattern}' cannot be used: {e.Message}.", e);
                }
        }
    }
}
