using System.Text;
using System.Text.Json;
using BertGen.Text.Tokenizers.AddedTokens;
using BertGen.Text.Tokenizers.Aligned;
using BertGen.Text.Tokenizers.Normalizers;
using BertGen.Text.Tokenizers.Patterns;
using BertGen.Text.Tokenizers.PreTokenizers;
using BertGen.Text.Tokenizers.Vocabularies;
using BertGen.Text.Unicode;
using Form = BertGen.Text.Tokenizers.Normalizers.NormalizationForm;

namespace BertGen.Tokenizers.Tests;

/// <summary>What the parts do with every single code point, through the parts themselves.</summary>
public sealed class CharacterTests
{
    private static readonly JsonElement Characters = Recorded.ReadCharacters();
    private static readonly int[] CodePoints = [.. Enumerable.Range(0, 0x110000).Where(codePoint => codePoint is < 0xD800 or > 0xDFFF)];

    [Theory]
    [InlineData("Lowercase", "")]
    [InlineData("NFD", "")]
    [InlineData("NFC", "")]
    [InlineData("NFKC", "")]
    [InlineData("Nmt", "")]
    [InlineData("NFKD where it differs from NFD", "NFD")]
    [InlineData("Precompiled nmt_nfkc where it differs from NFKC", "NFKC")]
    public void Normalizer_MapsEveryCharacterAsRecorded(string name, string elsewhere)
    {
        Normalizer normalizer = NormalizerOf(name);
        JsonElement mappings = Characters.GetProperty("mappings");
        Dictionary<int, string> expected = elsewhere.Length == 0 ? [] : Read(mappings.GetProperty(elsewhere));
        foreach ((int codePoint, string text) in Read(mappings.GetProperty(name)))
        {
            expected[codePoint] = text;
        }

        using var stretch = new NormalizedStretch();
        foreach (int codePoint in CodePoints)
        {
            // The recording leaves Hangul syllables to arithmetic.
            if (Hangul.IsSyllable(codePoint))
            {
                continue;
            }

            string text = char.ConvertFromUtf32(codePoint);
            stretch.Load(text, 0);
            normalizer.Apply(stretch);
            if (!stretch.Chars.SequenceEqual(expected.GetValueOrDefault(codePoint, text)))
            {
                Assert.Fail($"U+{codePoint:X4}: expected '{expected.GetValueOrDefault(codePoint, text)}', got '{stretch.Chars}'");
            }
        }
    }

    [Fact]
    public void HangulSyllables_DecomposeAndComposeByArithmetic()
    {
        const int LeadingCount = 19, VowelCount = 21, TrailingCount = 28;
        using var stretch = new NormalizedStretch();
        char syllable = '\uAC00';
        for (int leading = 0; leading < LeadingCount; leading++)
        {
            for (int vowel = 0; vowel < VowelCount; vowel++)
            {
                for (int trailing = 0; trailing < TrailingCount; trailing++, syllable++)
                {
                    string letters = new([(char)(0x1100 + leading), (char)(0x1161 + vowel), (char)(0x11A7 + trailing)]);
                    letters = trailing == 0 ? letters[..2] : letters;
                    stretch.Load(syllable.ToString(), 0);
                    new UnicodeNormalizer(Form.Decomposed).Apply(stretch);
                    Assert.Equal(letters, stretch.Chars.ToString());

                    stretch.Load(letters, 0);
                    new UnicodeNormalizer(Form.Composed).Apply(stretch);
                    Assert.Equal(syllable.ToString(), stretch.Chars.ToString());
                }
            }
        }
    }

    [Theory]
    [InlineData("BertNormalizer clean_text removes")]
    [InlineData("BertNormalizer clean_text turns into a space")]
    [InlineData("BertNormalizer handle_chinese_chars puts spaces around")]
    [InlineData("BertNormalizer strip_accents removes (alone, after NFD)")]
    [InlineData("StripAccents removes")]
    [InlineData("Strip removes at the end")]
    [InlineData("BertPreTokenizer splits off as punctuation")]
    [InlineData("BertPreTokenizer removes as white space")]
    [InlineData("Whitespace: word character")]
    [InlineData("Whitespace: removed")]
    [InlineData("WhitespaceSplit removes")]
    [InlineData("Punctuation splits off")]
    [InlineData("Digits splits off")]
    [InlineData("regex \\p{L} (ByteLevel)")]
    [InlineData("regex \\p{N} (ByteLevel)")]
    [InlineData("regex \\s")]
    [InlineData("regex \\w")]
    [InlineData("regex \\p{M}")]
    [InlineData("regex \\p{P}")]
    [InlineData("ByteLevel treats as letter")]
    public void Part_TreatsEveryCharacterAsRecorded(string name)
    {
        HashSet<int> expected = ReadRanges(Characters.GetProperty("classes").GetProperty(name));
        Compare(expected, QuestionOf(name));
    }

    [Fact]
    public void SingleWordToken_IsHiddenByEveryRecordedCharacter()
    {
        const string Token = "<x>";
        var texts = new CharTrie();
        texts.Set(Token, 7);
        var matcher = new AddedTokenMatcher(texts, new() { [7] = new AddedToken(Token) { IsSingleWord = true } }, _ => false);
        using var splits = new BertGen.Text.PooledBuffer<Split>();
        Compare(ReadRanges(Characters.GetProperty("single_word").GetProperty("after")), codePoint =>
        {
            splits.Clear();
            matcher.Cut(Token + char.ConvertFromUtf32(codePoint), splits);
            return splits.Written[0].TokenId != 7;
        });
    }

    private static Normalizer NormalizerOf(string name) => name switch
    {
        "Lowercase" => new LowercaseNormalizer(),
        "NFD" => new UnicodeNormalizer(Form.Decomposed),
        "NFC" => new UnicodeNormalizer(Form.Composed),
        "NFKC" => new UnicodeNormalizer(Form.CompatibilityComposed),
        "NFKD where it differs from NFD" => new UnicodeNormalizer(Form.CompatibilityDecomposed),
        "Nmt" => new NmtNormalizer(),
        _ => Recorded.TokenizerOf("uni-xlmr-saved").Pipeline.Normalizer!,
    };

    private static Func<int, bool> QuestionOf(string name) => name switch
    {
        "BertNormalizer clean_text removes" => Normalized(new BertNormalizer(true, false, false, false), (_, text) => text.Length == 0),
        "BertNormalizer clean_text turns into a space" =>
            Normalized(new BertNormalizer(true, false, false, false), (codePoint, text) => codePoint != ' ' && text == " "),
        "BertNormalizer handle_chinese_chars puts spaces around" =>
            Normalized(new BertNormalizer(false, true, false, false), (_, text) => text.Length > 2 && text[0] == ' ' && text[^1] == ' '),
        "BertNormalizer strip_accents removes (alone, after NFD)" =>
            Normalized(new BertNormalizer(false, false, true, false), (_, text) => text.Length == 0),
        "StripAccents removes" => Normalized(new RemovingNormalizer(CharacterTraits.CombiningMark), (_, text) => text.Length == 0),
        "Strip removes at the end" => Normalized(new StripNormalizer(false, true), (_, text) => text.Length == 0),
        "BertPreTokenizer splits off as punctuation" => Cut("a", new BertSplitter(), "b", pieces => pieces.Length == 3),
        "BertPreTokenizer removes as white space" => Cut("a", new BertSplitter(), "b", pieces => pieces is ["a", "b"]),
        "Whitespace: word character" => Cut("a", new WordSplitter(), "b", pieces => pieces.Length == 1),
        "Whitespace: removed" => Cut("a", new WordSplitter(), "b", pieces => pieces is ["a", "b"]),
        "WhitespaceSplit removes" =>
            Cut("a", new CharacterSplitter(CharacterTraits.Space, SplitBehavior.Removed), "b", pieces => pieces is ["a", "b"]),
        "Punctuation splits off" =>
            Cut("a", new CharacterSplitter(CharacterTraits.Punctuation, SplitBehavior.Isolated), "b", pieces => pieces.Length == 3),
        "Digits splits off" => Cut("a", new CharacterSplitter(CharacterTraits.Numeric, SplitBehavior.Isolated), "b", pieces => pieces.Length == 3),
        "ByteLevel treats as letter" => Cut("a", new PatternSplitter(Gpt2Pattern.Instance, SplitBehavior.Isolated, false), "b", pieces => pieces.Length == 1),
        _ => Matched(name.Split(' ')[1]),
    };

    private static Func<int, bool> Normalized(Normalizer normalizer, Func<int, string, bool> isFound)
    {
        var stretch = new NormalizedStretch();
        return codePoint =>
        {
            stretch.Load(char.ConvertFromUtf32(codePoint), 0);
            normalizer.Apply(stretch);
            return isFound(codePoint, stretch.Chars.ToString());
        };
    }

    private static Func<int, bool> Cut(string before, PreTokenizer preTokenizer, string after, Func<string[], bool> isFound)
    {
        var text = new SplitText();
        return codePoint =>
        {
            string whole = before + char.ConvertFromUtf32(codePoint) + after;
            text.Clear();
            text.Text.AppendOriginal(whole, 0);
            text.Add(new Split(0, whole.Length, -1));
            preTokenizer.Apply(text);
            return isFound([.. text.Splits.ToArray().Select(split => whole[split.Start..split.End])]);
        };
    }

    private static Func<int, bool> Matched(string pattern)
    {
        RegexPattern compiled = RegexCompiler.Compile(pattern);
        return codePoint => compiled.TryFind(char.ConvertFromUtf32(codePoint), 0, out int start, out int end) && end > start;
    }

    private static void Compare(HashSet<int> expected, Func<int, bool> question)
    {
        var different = CodePoints.Where(codePoint => question(codePoint) != expected.Contains(codePoint)).Take(10).ToArray();
        Assert.True(different.Length == 0, $"differ: {string.Join(' ', different.Select(codePoint => $"U+{codePoint:X4} ({new Rune(codePoint)})"))}");
    }

    private static Dictionary<int, string> Read(JsonElement mapping) =>
        mapping.EnumerateObject().ToDictionary(item => Convert.ToInt32(item.Name, 16), item => item.Value.GetString()!);

    private static HashSet<int> ReadRanges(JsonElement ranges)
    {
        int[] ends = [.. ranges.EnumerateArray().Select(end => end.GetInt32())];
        return [.. Enumerable.Range(0, ends.Length / 2).SelectMany(i => Enumerable.Range(ends[2 * i], ends[(2 * i) + 1] - ends[2 * i] + 1))];
    }
}
