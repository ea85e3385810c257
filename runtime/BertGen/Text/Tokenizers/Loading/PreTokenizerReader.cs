using BertGen.Text.Tokenizers.PreTokenizers;
using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.Loading;

/// <summary>Reads the pre-tokenizers of <c>tokenizer.json</c>.</summary>
internal static class PreTokenizerReader
{
    /// <summary>Reads a pre-tokenizer.</summary>
    /// <exception cref="TokenizerException">It is none, or one that is not supported.</exception>
    public static PreTokenizer Read(JsonPart part)
    {
        JsonPart type = part.Get("type");
        switch (type.Text)
        {
            case "Sequence":
                return new PreTokenizerSequence([.. part.Get("pretokenizers").Items.Select(Read)]);
            case "BertPreTokenizer":
                return new BertSplitter();
            case "Whitespace":
                return new WordSplitter();
            case "WhitespaceSplit":
                return new CharacterSplitter(CharacterTraits.Space, SplitBehavior.Removed);
            case "Punctuation":
                return new CharacterSplitter(CharacterTraits.Punctuation, ReadBehavior(part.Find("behavior")));
            case "Digits":
                return new CharacterSplitter(
                    CharacterTraits.Numeric,
                    part.Get("individual_digits").Boolean ? SplitBehavior.Isolated : SplitBehavior.Contiguous);
            case "CharDelimiterSplit":
                return new CharacterSplitter(part.Get("delimiter").Character, SplitBehavior.Removed);
            case "Split":
                return new PatternSplitter(
                    PatternReader.Read(part.Get("pattern")),
                    ReadBehavior(part.Get("behavior")),
                    part.Get("invert").Boolean);
            case "FixedLength":
                return new LengthSplitter(part.Find("length")?.Integer(1, int.MaxValue) ?? 5);
            case "UnicodeScripts":
                return new ScriptSplitter();
            case "ByteLevel":
                return new ByteLevel(part.Get("add_prefix_space").Boolean, part.BooleanOr("use_regex", missing: true));
            case "Metaspace":
                return new Metaspace(part.Get("replacement").Character, ReadScheme(part), part.BooleanOr("split", missing: true));
            default:
                throw type.Unsupported($"the pre-tokenizer {type.Text}");
        }
    }

    /// <summary>Reads which pieces a Metaspace puts a mark in front of, of older files too.</summary>
    public static PrefixScheme ReadScheme(JsonPart metaspace)
    {
        JsonPart? part = metaspace.Find("prepend_scheme");
        PrefixScheme scheme = part?.Text switch
        {
            null or "always" => PrefixScheme.Always,
            "first" => PrefixScheme.First,
            "never" => PrefixScheme.Never,
            _ => throw part.Value.Wrong("\"always\", \"first\" or \"never\""),
        };
        bool prefixes = metaspace.BooleanOr("add_prefix_space", missing: true);
        return prefixes || scheme == PrefixScheme.Never
            ? scheme
            : throw metaspace.Get("add_prefix_space").Wrong("true, or \"prepend_scheme\": \"never\" beside it");
    }

    private static SplitBehavior ReadBehavior(JsonPart? part) => part?.Text switch
    {
        null or "Isolated" => SplitBehavior.Isolated,
        "Removed" => SplitBehavior.Removed,
        "MergedWithPrevious" => SplitBehavior.MergedWithPrevious,
        "MergedWithNext" => SplitBehavior.MergedWithNext,
        "Contiguous" => SplitBehavior.Contiguous,
        _ => throw part.Value.Wrong("what becomes of delimiters"),
    };
}
