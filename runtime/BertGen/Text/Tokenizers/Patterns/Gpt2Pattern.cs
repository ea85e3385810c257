namespace BertGen.Text.Tokenizers.Patterns;

/// <summary>GPT-2's pattern: contractions, then runs of letters, numbers or others, each with a space in front, then white space.</summary>
internal sealed class Gpt2Pattern : WordPattern
{
    /// <summary>The pattern as it is written in files.</summary>
    public const string Text = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>The one object.</summary>
    public static Gpt2Pattern Instance { get; } = new();

    /// <inheritdoc/>
    protected override int EndOf(ReadOnlySpan<char> text, int start)
    {
        int contraction = EndOfContraction(text, start, ignoreCase: false);
        if (contraction >= 0)
        {
            return contraction;
        }

        int word = text[start] == ' ' ? start + 1 : start;
        Kind kind = word < text.Length ? KindAt(text, word, out _) : Kind.Space;
        return kind != Kind.Space
            ? EndOfRun(text, word, kind)
            : EndOfSpace(text, start, EndOfRun(text, start, Kind.Space));
    }
}
