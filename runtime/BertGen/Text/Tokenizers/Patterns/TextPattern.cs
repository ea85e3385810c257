namespace BertGen.Text.Tokenizers.Patterns;

/// <summary>Something that is searched for in text. Immutable, and safe for concurrent use.</summary>
internal abstract class TextPattern
{
    /// <summary>Finds the first match that starts at <paramref name="from"/> or later.</summary>
    /// <param name="text">The text, all of it: a pattern may look at what stands before <paramref name="from"/>.</param>
    /// <param name="from">Where to start.</param>
    /// <param name="start">Where the match starts.</param>
    /// <param name="end">Where it ends, exclusive; it may be empty.</param>
    public abstract bool TryFind(ReadOnlySpan<char> text, int from, out int start, out int end);
}
