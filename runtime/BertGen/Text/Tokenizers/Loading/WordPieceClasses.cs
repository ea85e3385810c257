using BertGen.Text.Tokenizers.AddedTokens;
using BertGen.Text.Tokenizers.Decoding;
using BertGen.Text.Tokenizers.Normalizers;
using BertGen.Text.Tokenizers.PostProcessing;
using BertGen.Text.Tokenizers.PreTokenizers;
using BertGen.Text.Tokenizers.Vocabularies;
using BertGen.Text.Tokenizers.WordPiece;

namespace BertGen.Text.Tokenizers.Loading;

/// <summary>The classes of BERT, DistilBERT, MPNet and Funnel: of the files they take the vocabulary and the settings.</summary>
internal static class WordPieceClasses
{
    private const string ContinuationMark = "##";
    private const int MaxWordLength = 100;

    /// <summary>Funnel's type of the first token.</summary>
    private const int FunnelStartType = 2;

    /// <summary>Gives the named tokens of the class their defaults.</summary>
    public static void SetNames(NamedTokens names, TokenizerClass tokenizerClass)
    {
        (string Name, string Text)[] defaults = tokenizerClass switch
        {
            TokenizerClass.MPNetTokenizer =>
            [
                ("bos_token", "<s>"), ("eos_token", "</s>"), ("sep_token", "</s>"), ("cls_token", "<s>"), ("unk_token", "[UNK]"),
                ("pad_token", "<pad>"), ("mask_token", "<mask>"),
            ],
            TokenizerClass.FunnelTokenizer =>
            [
                ("unk_token", "<unk>"), ("sep_token", "<sep>"), ("pad_token", "<pad>"), ("cls_token", "<cls>"), ("mask_token", "<mask>"),
                ("bos_token", "<s>"), ("eos_token", "</s>"),
            ],
            _ =>
            [
                ("unk_token", "[UNK]"), ("sep_token", "[SEP]"), ("pad_token", "[PAD]"), ("cls_token", "[CLS]"), ("mask_token", "[MASK]"),
            ],
        };
        foreach ((string name, string text) in defaults)
        {
            names.SetDefault(name, AddedToken.Special(text));
        }

        if (tokenizerClass == TokenizerClass.MPNetTokenizer)
        {
            names.SetFlags("mask_token", token => token with { StripsLeft = true });
        }
    }

    /// <summary>Builds the parts.</summary>
    public static TokenizerParts Build(TokenizerClass tokenizerClass, FolderSettings settings)
    {
        TokenTable tokens = settings.Model(tokenizerClass, "WordPiece") is { } model
            ? ModelReader.ReadTokens(model.Get("vocab"))
            : VocabularyFiles.ReadText(settings.Files)
                ?? throw settings.Missing($"{FolderFile.Tokenizer} or {FolderFile.VocabularyText}");
        bool lowercases = settings.Boolean("do_lower_case", missing: true);
        string start = settings.NameOf("cls_token"), separator = settings.NameOf("sep_token");
        return new TokenizerParts
        {
            Normalizer = new BertNormalizer(
                cleans: true,
                settings.Boolean("tokenize_chinese_chars", missing: true),
                settings.Boolean("strip_accents", missing: lowercases),
                lowercases),
            PreTokenizer = new BertSplitter(),
            Model = new WordPieceModel(tokens, settings.NameOf("unk_token"), ContinuationMark, MaxWordLength),
            Decoder = new WordPieceDecoder(ContinuationMark, cleansUp: true),
            PostProcessor = added => tokenizerClass switch
            {
                TokenizerClass.MPNetTokenizer => PostProcessor.Roberta(added.Find(start), added.Find(separator)) with { TrimsWithPrefix = [false] },
                TokenizerClass.FunnelTokenizer => PostProcessor.Bert(added.Find(start), added.Find(separator), FunnelStartType),
                _ => PostProcessor.Bert(added.Find(start), added.Find(separator)),
            },
        };
    }
}
