namespace BertGen.Text.Chunks;

/// <summary>A part of a text.</summary>
/// <param name="Text">The part.</param>
/// <param name="Start">Where it begins in the text, in UTF-16 units.</param>
/// <param name="TokenCount">Its pieces, special ones and those of a prompt included.</param>
public readonly record struct TextChunk(string Text, int Start, int TokenCount)
{
    /// <summary>Where it ends in the text, exclusive.</summary>
    public int End => Start + Text.Length;
}
