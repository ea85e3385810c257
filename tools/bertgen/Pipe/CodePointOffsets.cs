namespace BertGen.Tool.Pipe;

/// <summary>Turns offsets in UTF-16 units, as strings of .NET count, into offsets in code points, as those of Python do.</summary>
/// <param name="texts">A text, or two of them.</param>
internal sealed class CodePointOffsets((string First, string? Second) texts)
{
    private readonly int[] _first = Count(texts.First);
    private readonly int[] _second = Count(texts.Second ?? "");

    /// <summary>The offset in code points.</summary>
    /// <param name="sequence">0 for the first text, 1 for the second; else the offset is that of no text.</param>
    /// <param name="offset">The offset in UTF-16 units.</param>
    public int Of(int sequence, int offset) => sequence switch
    {
        0 => _first[offset],
        1 => _second[offset],
        _ => offset,
    };

    private static int[] Count(string text)
    {
        int[] counts = new int[text.Length + 1];
        for (int i = 0; i < text.Length; i++)
        {
            counts[i + 1] = counts[i] + (char.IsLowSurrogate(text[i]) ? 0 : 1);
        }

        return counts;
    }
}
