namespace BertGen.Text.Tokenizers.Patterns;

/// <summary>A text that is searched for as it is.</summary>
internal sealed class LiteralPattern(string literal) : TextPattern
{
    /// <inheritdoc/>
    public override bool TryFind(ReadOnlySpan<char> text, int from, out int start, out int end)
    {
        int found = text[from..].IndexOf(literal, StringComparison.Ordinal);
        (start, end) = (from + found, from + found + literal.Length);
        return found >= 0;
    }
}
