using System.Runtime.CompilerServices;
using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.Patterns;

/// <summary>
/// The patterns that byte-level tokenizers cut text with, written by hand: every character belongs to a match, so each one
/// is found where the last one ended.
/// </summary>
internal abstract class WordPattern : TextPattern
{
    /// <summary>The contractions of English behind an apostrophe.</summary>
    private static readonly string[] Contractions = ["s", "t", "re", "ve", "m", "ll", "d"];

    private static readonly Kind[] AsciiKinds = [.. Enumerable.Range(0, 128).Select(ComputeKind)];

    /// <summary>What a character is to these patterns.</summary>
    protected enum Kind : byte
    {
        /// <summary>Neither letter, number nor white space.</summary>
        Other,

        /// <summary>A letter.</summary>
        Letter,

        /// <summary>A number.</summary>
        Number,

        /// <summary>White space.</summary>
        Space,
    }

    /// <inheritdoc/>
    public override bool TryFind(ReadOnlySpan<char> text, int from, out int start, out int end)
    {
        start = from;
        end = from < text.Length ? EndOf(text, from) : from;
        return from < text.Length;
    }

    /// <summary>The end of the match at <paramref name="start"/>.</summary>
    protected abstract int EndOf(ReadOnlySpan<char> text, int start);

    /// <summary>What the character at <paramref name="index"/> is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Kind KindAt(ReadOnlySpan<char> text, int index, out int units)
    {
        char c = text[index];
        units = 1;
        return c < AsciiKinds.Length ? AsciiKinds[c] : KindSlowly(text, index, out units);
    }

    /// <summary>The end of a run of characters of one kind.</summary>
    protected static int EndOfRun(ReadOnlySpan<char> text, int start, Kind kind)
    {
        int end = start;
        while (end < text.Length && KindAt(text, end, out int units) == kind)
        {
            end += units;
        }

        return end;
    }

    /// <summary>The end of <c>'s</c> and the like, or -1.</summary>
    protected static int EndOfContraction(ReadOnlySpan<char> text, int start, bool ignoreCase)
    {
        if (text[start] == '\'')
        {
            ReadOnlySpan<char> rest = text[(start + 1)..];
            foreach (string contraction in Contractions)
            {
                if (StartsWith(rest, contraction, ignoreCase))
                {
                    return start + 1 + contraction.Length;
                }
            }
        }

        return -1;
    }

    /// <summary>
    /// The end of white space that no other part of a pattern takes: all of it at the end of the text, elsewhere all but
    /// the last character, which belongs to what follows, unless it is the only one.
    /// </summary>
    protected static int EndOfSpace(ReadOnlySpan<char> text, int start, int runEnd) =>
        runEnd == text.Length || runEnd - start == 1 ? runEnd : runEnd - 1;

    private static bool StartsWith(ReadOnlySpan<char> text, string prefix, bool ignoreCase)
    {
        if (text.Length < prefix.Length)
        {
            return false;
        }

        for (int i = 0; i < prefix.Length; i++)
        {
            char c = text[i];
            if (c != prefix[i] && !(ignoreCase && CaseFolding.Fold(c) == prefix[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static Kind KindSlowly(ReadOnlySpan<char> text, int index, out int units)
    {
        int next = index;
        Kind kind = ComputeKind(CodePoint.Read(text, ref next));
        units = next - index;
        return kind;
    }

    private static Kind ComputeKind(int codePoint) => Character.CategoryOf(codePoint) switch
    {
        >= CharacterCategory.Lu and <= CharacterCategory.Lo => Kind.Letter,
        >= CharacterCategory.Nd and <= CharacterCategory.No => Kind.Number,
        _ => Character.Has(codePoint, CharacterTraits.Space) ? Kind.Space : Kind.Other,
    };
}
