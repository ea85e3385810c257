using System.Text;
using BertGen.Text.Tokenizers.Aligned;
using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.Normalizers;

/// <summary>Lower case, character by character: a capital sigma at the end of a word is an ordinary one.</summary>
internal sealed class LowercaseNormalizer : Normalizer
{
    /// <inheritdoc/>
    public override void Apply(NormalizedStretch stretch)
    {
        Span<char> chars = stretch.Chars;
        bool longer = false;
        int i = 0;
        while (i < chars.Length)
        {
            char c = chars[i];
            if (c < 0x80)
            {
                chars[i++] = c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c;
                continue;
            }

            int next = i;
            int codePoint = CodePoint.Read(chars, ref next);
            if (Character.Has(codePoint, CharacterTraits.Lowers))
            {
                int lower = Character.ToLower(codePoint, out int second);
                bool sameLength = second == 0 && (lower < 0x10000) == (next - i == 1);
                longer |= !sameLength;
                if (sameLength)
                {
                    new Rune(lower).EncodeToUtf16(chars[i..next]);
                }
            }

            i = next;
        }

        if (longer)
        {
            ApplySlowly(stretch);
        }
    }

    private static void ApplySlowly(NormalizedStretch stretch)
    {
        AlignedWriter writer = stretch.Rewrite();
        ReadOnlySpan<char> chars = stretch.Chars;
        for (int i = 0; i < chars.Length;)
        {
            int lower = Character.ToLower(CodePoint.Read(chars, ref i), out int second);
            writer.Replace(lower);
            if (second != 0)
            {
                writer.Insert(second);
            }
        }

        stretch.Commit();
    }
}
