namespace BertGen.Text;

/// <summary>A part of a text, by its place instead of a copy.</summary>
internal readonly record struct TextPlace(int Start, int Length)
{
    /// <summary>The part of this text.</summary>
    public ReadOnlySpan<char> In(string text) => text.AsSpan(Start, Length);
}
