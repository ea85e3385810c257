using System.Globalization;
using BertGen.Text.Tokenizers.AddedTokens;
using BertGen.Text.Tokenizers.Decoding;
using BertGen.Text.Tokenizers.Normalizers;
using BertGen.Text.Tokenizers.Patterns;
using BertGen.Text.Tokenizers.PostProcessing;
using BertGen.Text.Tokenizers.PreTokenizers;
using BertGen.Text.Tokenizers.Unigram;
using BertGen.Text.Tokenizers.Vocabularies;
using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.Loading;

/// <summary>
/// The classes of XLM-RoBERTa, CamemBERT, ALBERT and T5: of the files they take pieces with scores, the character map and
/// settings.
/// </summary>
internal static class SentencePieceClasses
{
    /// <summary>The model file of XLM-RoBERTa and CamemBERT.</summary>
    public const string FairseqName = "sentencepiece.bpe.model";

    /// <summary>The model file of ALBERT and T5.</summary>
    public const string PieceName = "spiece.model";

    private const char SpaceMark = '\u2581';
    private const int FairseqUnknownId = 3;
    private const int AlbertUnknownId = 1;
    private const int T5UnknownId = 2;
    private const int T5ExtraCount = 100;
    private const int MostExtra = 10_000;
    private const double NeverScore = -100;

    /// <summary>Gives the named tokens of the class their defaults.</summary>
    public static void SetNames(NamedTokens names, TokenizerClass tokenizerClass)
    {
        (string Name, string Text)[] defaults = tokenizerClass switch
        {
            TokenizerClass.AlbertTokenizer =>
            [
                ("bos_token", "[CLS]"), ("eos_token", "[SEP]"), ("unk_token", "<unk>"), ("sep_token", "[SEP]"), ("pad_token", "<pad>"),
                ("cls_token", "[CLS]"), ("mask_token", "[MASK]"),
            ],
            TokenizerClass.T5Tokenizer => [("eos_token", "</s>"), ("unk_token", "<unk>"), ("pad_token", "<pad>")],
            _ =>
            [
                ("bos_token", "<s>"), ("eos_token", "</s>"), ("sep_token", "</s>"), ("cls_token", "<s>"), ("unk_token", "<unk>"),
                ("pad_token", "<pad>"), ("mask_token", "<mask>"),
            ],
        };
        foreach ((string name, string text) in defaults)
        {
            names.SetDefault(name, AddedToken.Special(text));
        }

        if (tokenizerClass == TokenizerClass.CamembertTokenizer)
        {
            names.SetFlags("mask_token", token => token with { StripsLeft = true });
        }
    }

    /// <summary>Reads a model file, or returns null where there is none.</summary>
    public static SentencePieceModel? Read(TokenizerFiles folder, string name)
    {
        byte[]? content = FolderFile.ReadBytes(folder, name, out string path);
        return content is null ? null : SentencePieceModel.Parse(content, path);
    }

    /// <summary>The pieces that become added tokens: control pieces, and those of the user, which are not special.</summary>
    public static IReadOnlyList<AddedToken> TokensOf(SentencePieceModel pieces, bool includesUnknown) =>
    [
        .. pieces.Pieces
            .Where(piece => piece.Kind is SentencePieceKind.Control or SentencePieceKind.UserDefined
                || (includesUnknown && piece.Kind == SentencePieceKind.Unknown))
            .Select(piece => new AddedToken(piece.Text) { IsSpecial = piece.Kind != SentencePieceKind.UserDefined }),
    ];

    /// <summary>A model of pieces and scores, whose ids are their numbers.</summary>
    public static UnigramModel BuildModel(IEnumerable<(string Text, double Score)> pieces, int unknownId, bool usesBytes)
    {
        using var tokens = new TokenTableBuilder(0);
        var scores = new List<double>();
        foreach ((string text, double score) in pieces)
        {
            tokens.Add(text, scores.Count);
            scores.Add(score);
        }

        return new UnigramModel(tokens.Build(), [.. scores], unknownId, usesBytes);
    }

    /// <summary>Builds the parts.</summary>
    public static TokenizerParts Build(TokenizerClass tokenizerClass, FolderSettings settings)
    {
        CharacterMap? map;
        UnigramModel model;
        if (settings.Model(tokenizerClass, "Unigram") is { } written)
        {
            model = ModelReader.ReadUnigram(written, UnknownIdOf(tokenizerClass, settings), usesBytes: false);
            map = NormalizerReader.FindMap(settings.Tokenizer?.Find("normalizer"));
        }
        else
        {
            string name = tokenizerClass is TokenizerClass.AlbertTokenizer or TokenizerClass.T5Tokenizer ? PieceName : FairseqName;
            SentencePieceModel pieces = Read(settings.Files, name) ?? throw settings.Missing($"{FolderFile.Tokenizer} or {name}");
            model = BuildModel(tokenizerClass, pieces, settings);
            map = ReadMap(pieces, settings.Files.PathOf(name));
            foreach (AddedToken token in TokensOf(pieces, includesUnknown: false))
            {
                settings.Names.AddExtra(token);
            }
        }

        if (tokenizerClass == TokenizerClass.T5Tokenizer)
        {
            for (int i = 0; i < ExtraCountOf(settings); i++)
            {
                settings.Names.AddExtra(AddedToken.Special(ExtraToken(i)));
            }
        }

        PrefixScheme scheme = settings.Boolean("add_prefix_space", missing: true) ? PrefixScheme.Always : PrefixScheme.Never;
        if (tokenizerClass == TokenizerClass.T5Tokenizer && scheme == PrefixScheme.Never)
        {
            throw settings.Config!.Value.Get("add_prefix_space").Unsupported("no space in front of a text");
        }

        return new TokenizerParts
        {
            Normalizer = BuildNormalizer(tokenizerClass, map, settings),
            PreTokenizer = new PreTokenizerSequence(
                [new CharacterSplitter(CharacterTraits.Space, SplitBehavior.Removed), new Metaspace(SpaceMark, scheme, cuts: true)]),
            Model = model,
            Decoder = new MetaspaceDecoder(SpaceMark, scheme),
            PostProcessor = BuildPostProcessor(tokenizerClass, settings),
        };
    }

    private static int UnknownIdOf(TokenizerClass tokenizerClass, FolderSettings settings) => tokenizerClass switch
    {
        TokenizerClass.AlbertTokenizer => settings.Config?.Find("unk_id")?.Integer(0, int.MaxValue) ?? AlbertUnknownId,
        TokenizerClass.T5Tokenizer => settings.Config?.Find("unk_id")?.Integer(0, int.MaxValue) ?? T5UnknownId,
        _ => FairseqUnknownId,
    };

    private static UnigramModel BuildModel(TokenizerClass tokenizerClass, SentencePieceModel pieces, FolderSettings settings)
    {
        IEnumerable<(string Text, double Score)> all = pieces.Pieces.Select(piece => (piece.Text, (double)piece.Score));
        switch (tokenizerClass)
        {
            case TokenizerClass.XLMRobertaTokenizer:
                (string, double)[] first = [("<s>", 0), ("<pad>", 0), ("</s>", 0), ("<unk>", 0)];
                return BuildModel(first.Concat(all.Skip(3)).Append(("<mask>", 0)), FairseqUnknownId, usesBytes: false);
            case TokenizerClass.CamembertTokenizer:
                (string, double)[] unused = [("<s>NOTUSED", 0), ("<pad>", 0), ("</s>NOTUSED", 0), ("<unk>", 0), ("<unk>NOTUSED", NeverScore)];
                return BuildModel(unused.Concat(all.Skip(1)).Append(("<mask>", 0)), FairseqUnknownId, usesBytes: false);
            case TokenizerClass.T5Tokenizer:
                IEnumerable<(string, double)> extra = Enumerable.Range(0, ExtraCountOf(settings)).Reverse().Select(i => (ExtraToken(i), 0.0));
                return BuildModel(all.Concat(extra), pieces.UnknownId, usesBytes: false);
            default:
                return BuildModel(all, pieces.UnknownId, usesBytes: false);
        }
    }

    private static CharacterMap? ReadMap(SentencePieceModel pieces, string path)
    {
        if (pieces.CharacterMap.Length == 0)
        {
            return null;
        }

        return CharacterMap.TryRead(pieces.CharacterMap, out string? problem)
            ?? throw new TokenizerException(path, "precompiled_charsmap", $"{problem}.");
    }

    private static Normalizer? BuildNormalizer(TokenizerClass tokenizerClass, CharacterMap? map, FolderSettings settings)
    {
        Normalizer? mapped = map is null ? null : new CharacterMapNormalizer(map);
        if (tokenizerClass != TokenizerClass.AlbertTokenizer)
        {
            return mapped;
        }

        var normalizers = new List<Normalizer>
        {
            new ReplaceNormalizer(new LiteralPattern("``"), "\""),
            new ReplaceNormalizer(new LiteralPattern("''"), "\""),
        };
        if (!settings.Boolean("keep_accents", missing: false))
        {
            normalizers.Add(new UnicodeNormalizer(NormalizationForm.CompatibilityDecomposed));
            normalizers.Add(new RemovingNormalizer(CharacterTraits.CombiningMark));
        }

        if (settings.Boolean("do_lower_case", missing: true))
        {
            normalizers.Add(new LowercaseNormalizer());
        }

        if (mapped is not null)
        {
            normalizers.Add(mapped);
        }

        return new NormalizerSequence(normalizers);
    }

    private static Func<AddedVocabulary, PostProcessor> BuildPostProcessor(TokenizerClass tokenizerClass, FolderSettings settings)
    {
        if (tokenizerClass == TokenizerClass.AlbertTokenizer && settings.Tokenizer?.Find("post_processor") is { } part)
        {
            PostProcessor written = PostProcessorReader.Read(part);
            return _ => written;
        }

        string start = tokenizerClass == TokenizerClass.T5Tokenizer ? string.Empty : settings.NameOf("cls_token");
        string end = settings.NameOf(tokenizerClass == TokenizerClass.T5Tokenizer ? "eos_token" : "sep_token");
        return added => tokenizerClass switch
        {
            TokenizerClass.T5Tokenizer => PostProcessor.Ends(added.Find(end)),
            TokenizerClass.AlbertTokenizer => PostProcessor.Bert(added.Find(start), added.Find(end)),
            _ => PostProcessor.Roberta(added.Find(start), added.Find(end)),
        };
    }

    private static int ExtraCountOf(FolderSettings settings) => settings.Config?.Find("extra_ids")?.Integer(0, MostExtra) ?? T5ExtraCount;

    private static string ExtraToken(int number) => string.Create(CultureInfo.InvariantCulture, $"<extra_id_{number}>");
}
