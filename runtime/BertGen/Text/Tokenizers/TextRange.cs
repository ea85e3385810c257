namespace BertGen.Text.Tokenizers;

/// <summary>A part of a text, in UTF-16 units.</summary>
/// <param name="Start">Where it starts.</param>
/// <param name="End">Where it ends, exclusive.</param>
public readonly record struct TextRange(int Start, int End)
{
    /// <summary>Number of UTF-16 units.</summary>
    public int Length => End - Start;
}
