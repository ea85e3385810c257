using System.Numerics;

namespace BertGen.Text;

/// <summary>
/// The words of up to 64 ASCII characters, as bits: one for each character, the lowest for the first. Whole tokens only,
/// that is what stands between white space.
/// </summary>
internal ref struct AsciiBlock
{
    /// <summary>Characters in a block.</summary>
    public const int Size = 64;

    private readonly ulong _letters;
    private ulong _starts;

    /// <summary>The words of a block.</summary>
    /// <param name="letters">The characters that are not words by themselves.</param>
    /// <param name="alone">The characters that are.</param>
    /// <param name="length">Number of characters.</param>
    /// <param name="isLast">Whether the text ends here, or goes on with a token that is not for this path.</param>
    public AsciiBlock(ulong letters, ulong alone, int length, bool isLast)
    {
        _letters = letters;
        _starts = alone | (letters & ~(letters << 1));
        Length = length;
        IsLast = isLast;
    }

    /// <summary>Characters that these words are made of, white space included.</summary>
    public int Length { get; }

    /// <summary>Whether no other block follows this one.</summary>
    public bool IsLast { get; }

    /// <summary>Goes to the next word.</summary>
    public bool TryNext(out int start, out int length)
    {
        // A character that is a word by itself is no letter: its run has the length 0.
        start = BitOperations.TrailingZeroCount(_starts);
        length = Math.Max(1, BitOperations.TrailingZeroCount(~(_letters >> start)));
        bool found = _starts != 0;
        _starts &= _starts - 1;
        return found;
    }
}
