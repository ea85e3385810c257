using BertGen.Text.Tokenizers.Aligned;
using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.Normalizers;

/// <summary>
/// BERT's normalization: cleaning, spaces around ideographs, accents stripped, lower case, each on or off.
/// </summary>
internal sealed class BertNormalizer : Normalizer
{
    private static readonly UnicodeNormalizer Decomposition = new(NormalizationForm.Decomposed);
    private static readonly LowercaseNormalizer Lowercase = new();

    private readonly bool _cleans;
    private readonly bool _splitsIdeographs;
    private readonly bool _stripsAccents;
    private readonly bool _lowercases;

    /// <summary>What becomes of each ASCII character; 0 for one that is removed.</summary>
    private readonly char[] _ascii = new char[128];

    /// <summary>A normalizer.</summary>
    /// <param name="cleans">Whether control characters are removed and white space becomes a space.</param>
    /// <param name="splitsIdeographs">Whether ideographs get spaces around them.</param>
    /// <param name="stripsAccents">Whether accents are stripped.</param>
    /// <param name="lowercases">Whether letters become small.</param>
    public BertNormalizer(bool cleans, bool splitsIdeographs, bool stripsAccents, bool lowercases)
    {
        (_cleans, _splitsIdeographs, _stripsAccents, _lowercases) = (cleans, splitsIdeographs, stripsAccents, lowercases);
        for (int c = 0; c < _ascii.Length; c++)
        {
            CharacterTraits traits = Character.TraitsOf(c);
            int kept = !cleans ? c
                : (traits & CharacterTraits.Removed) != 0 ? 0
                : (traits & CharacterTraits.Space) != 0 ? ' '
                : c;
            _ascii[c] = (char)(lowercases && kept is >= 'A' and <= 'Z' ? kept | 0x20 : kept);
        }
    }

    /// <summary>Whether letters become small.</summary>
    public bool Lowercases => _lowercases;

    /// <inheritdoc/>
    public override void Apply(NormalizedStretch stretch)
    {
        CharacterTraits left = Clean(stretch);
        if (_stripsAccents)
        {
            // Decomposed or already a mark: everything else stays.
            if ((left & (CharacterTraits.Decomposes | CharacterTraits.Composes | CharacterTraits.Accent)) != 0)
            {
                Decomposition.Apply(stretch);
                stretch.Remove(CharacterTraits.Accent);
            }
        }

        if (_lowercases && (left & CharacterTraits.Lowers) != 0)
        {
            Lowercase.Apply(stretch);
        }
    }

    /// <summary>
    /// Cleans, puts spaces around ideographs, and makes ASCII letters small, which no later step would see otherwise.
    /// </summary>
    /// <returns>The traits of all characters that are not ASCII.</returns>
    private CharacterTraits Clean(NormalizedStretch stretch)
    {
        Span<char> chars = stretch.Chars;
        int i = 0;
        char[] ascii = _ascii;
        while (i < chars.Length && chars[i] < ascii.Length && (ascii[chars[i]] != 0 || (chars[i] == 0 && !_cleans)))
        {
            chars[i] = ascii[chars[i]];
            i++;
        }

        if (i == chars.Length)
        {
            return CharacterTraits.None;
        }

        CharacterTraits all = CharacterTraits.None;
        AlignedText target = stretch.BeginSpare();
        ReadOnlySpan<TextRange> sources = stretch.Sources;
        target.Append(chars[..i], sources[..i]);
        while (i < chars.Length)
        {
            int start = i;
            char c = chars[i];
            if (c < ascii.Length)
            {
                i++;
                if (ascii[c] != 0 || !_cleans)
                {
                    target.Append(ascii[c], sources[start]);
                }

                continue;
            }

            int codePoint = CodePoint.Read(chars, ref i);
            CharacterTraits traits = Character.TraitsOf(codePoint);
            if (_cleans && (traits & CharacterTraits.Removed) != 0)
            {
                continue;
            }

            all |= traits;
            if (Hangul.IsSyllable(codePoint))
            {
                all |= CharacterTraits.Decomposes;
            }

            bool apart = _splitsIdeographs && (traits & CharacterTraits.Ideograph) != 0;
            if (apart)
            {
                target.Append(' ', sources[start]);
            }

            if (_cleans && (traits & CharacterTraits.Space) != 0)
            {
                target.Append(' ', sources[start]);
            }
            else
            {
                target.Append(chars[start..i], sources[start..i]);
            }

            if (apart)
            {
                target.Append(' ', sources[start]);
            }
        }

        stretch.Commit();
        return all;
    }
}
