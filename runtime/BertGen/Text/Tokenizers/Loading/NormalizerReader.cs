using BertGen.Text.Tokenizers.Normalizers;
using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.Loading;

/// <summary>Reads the normalizers of <c>tokenizer.json</c>.</summary>
internal static class NormalizerReader
{
    /// <summary>Reads a normalizer.</summary>
    /// <exception cref="TokenizerException">It is none, or one that is not supported.</exception>
    public static Normalizer Read(JsonPart part)
    {
        JsonPart type = part.Get("type");
        switch (type.Text)
        {
            case "Sequence":
                return new NormalizerSequence([.. part.Get("normalizers").Items.Select(Read)]);
            case "BertNormalizer":
                bool lowercases = part.Get("lowercase").Boolean;
                return new BertNormalizer(
                    part.Get("clean_text").Boolean,
                    part.Get("handle_chinese_chars").Boolean,
                    part.Find("strip_accents")?.Boolean ?? lowercases,
                    lowercases);
            case "NFC":
                return new UnicodeNormalizer(NormalizationForm.Composed);
            case "NFD":
                return new UnicodeNormalizer(NormalizationForm.Decomposed);
            case "NFKC":
                return new UnicodeNormalizer(NormalizationForm.CompatibilityComposed);
            case "NFKD":
                return new UnicodeNormalizer(NormalizationForm.CompatibilityDecomposed);
            case "Lowercase":
                return new LowercaseNormalizer();
            case "StripAccents":
                return new RemovingNormalizer(CharacterTraits.CombiningMark);
            case "Strip":
                return new StripNormalizer(part.Get("strip_left").Boolean, part.Get("strip_right").Boolean);
            case "Nmt":
                return new NmtNormalizer();
            case "Replace":
                return new ReplaceNormalizer(PatternReader.Read(part.Get("pattern")), part.Get("content").Text);
            case "Prepend":
                return new PrependNormalizer(part.Get("prepend").Text);
            case "ByteLevel":
                return new ByteLevelNormalizer();
            case "Precompiled":
                return new CharacterMapNormalizer(ReadMap(part.Get("precompiled_charsmap")));
            default:
                throw type.Unsupported($"the normalizer {type.Text}");
        }
    }

    /// <summary>The first character map in a normalizer or a sequence of them, or null.</summary>
    public static CharacterMap? FindMap(JsonPart? normalizer)
    {
        if (normalizer is not { } part)
        {
            return null;
        }

        IEnumerable<JsonPart> parts = part.TextOr("type", string.Empty) == "Sequence" ? part.Get("normalizers").Items : [part];
        foreach (JsonPart found in parts)
        {
            // A map of no bytes is none.
            if (found.TextOr("type", string.Empty) == "Precompiled" && found.Find("precompiled_charsmap") is { } map)
            {
                return map.Text.Length == 0 ? null : ReadMap(map);
            }
        }

        return null;
    }

    private static CharacterMap ReadMap(JsonPart part)
    {
        string text = part.Text;
        byte[] bytes = new byte[(text.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(text, bytes, out int length))
        {
            throw part.Wrong("a character map in base64");
        }

        return CharacterMap.TryRead(bytes.AsSpan(0, length), out string? problem)
            ?? throw new TokenizerException(part.File, part.Place, $"{problem}.");
    }
}
