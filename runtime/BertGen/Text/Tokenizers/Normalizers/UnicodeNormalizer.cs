using BertGen.Text.Tokenizers.Aligned;
using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.Normalizers;

/// <summary>
/// A normalization form, with the tables of Unicode 9. Works on stretches between characters that nothing happens to;
/// where marks change their order, places stay and characters move.
/// </summary>
internal sealed class UnicodeNormalizer : Normalizer
{
    private readonly bool _compatible;
    private readonly bool _composes;
    private readonly CharacterTraits _unsafe;
    private readonly char _firstUnsafe;

    /// <summary>A normalizer to one of the forms.</summary>
    public UnicodeNormalizer(NormalizationForm form)
    {
        _compatible = form is NormalizationForm.CompatibilityDecomposed or NormalizationForm.CompatibilityComposed;
        _composes = form is NormalizationForm.Composed or NormalizationForm.CompatibilityComposed;
        CharacterTraits decomposing = _compatible ? CharacterTraits.CompatibilityDecomposes : CharacterTraits.Decomposes;

        // A character that decomposes canonically and composes again is changed by marks alone, which are unsafe themselves.
        _unsafe = form == NormalizationForm.Composed ? CharacterTraits.Composes : decomposing | CharacterTraits.Composes;
        _firstUnsafe = form == NormalizationForm.Composed ? '\u0300' : _compatible ? '\u00A0' : '\u00C0';
    }

    /// <inheritdoc/>
    public override void Apply(NormalizedStretch stretch)
    {
        ReadOnlySpan<char> chars = stretch.Chars;
        int next = FindUnsafe(chars, 0);
        if (next == chars.Length)
        {
            return;
        }

        var work = new NormalizationWork(_compatible, _composes, stretch.Changes);
        AlignedWriter writer = stretch.Rewrite();
        int done = 0;
        while (next < chars.Length)
        {
            // What stands before may compose with it.
            int start = next > done ? next - (next > done + 1 && char.IsLowSurrogate(chars[next - 1]) ? 2 : 1) : next;
            writer.Copy(start - done);
            int end = next;
            while (end < chars.Length && IsUnsafe(chars, end, out int units))
            {
                end += units;
            }

            work.Append(chars[start..end], ref writer);
            done = end;
            next = FindUnsafe(chars, end);
        }

        writer.Copy(chars.Length - done);
        stretch.Commit();
    }

    private int FindUnsafe(ReadOnlySpan<char> chars, int start)
    {
        int index = start;
        while (index < chars.Length)
        {
            int skipped = chars[index..].IndexOfAnyExceptInRange('\0', (char)(_firstUnsafe - 1));
            if (skipped < 0)
            {
                return chars.Length;
            }

            index += skipped;
            if (IsUnsafe(chars, index, out int units))
            {
                return index;
            }

            index += units;
        }

        return chars.Length;
    }

    private bool IsUnsafe(ReadOnlySpan<char> chars, int index, out int units)
    {
        int next = index;
        int codePoint = CodePoint.Read(chars, ref next);
        units = next - index;
        return Character.Has(codePoint, _unsafe) || (!_composes && Hangul.IsSyllable(codePoint));
    }
}
