using BertGen.Text.Tokenizers.AddedTokens;
using BertGen.Text.Tokenizers.Decoding;
using BertGen.Text.Tokenizers.Normalizers;
using BertGen.Text.Tokenizers.Patterns;
using BertGen.Text.Tokenizers.PostProcessing;
using BertGen.Text.Tokenizers.PreTokenizers;

namespace BertGen.Text.Tokenizers.Loading;

/// <summary>Takes <c>tokenizer.json</c> as it stands, or a SentencePiece model where there is none.</summary>
internal static class FileClass
{
    private const string ModelName = "tokenizer.model";
    private const char SpaceMark = '\u2581';

    /// <summary>Builds the parts.</summary>
    public static TokenizerParts Build(FolderSettings settings)
    {
        if (settings.Tokenizer is not { } file)
        {
            return BuildFromPieces(settings);
        }

        return new TokenizerParts
        {
            Normalizer = file.Find("normalizer") is { } normalizer ? NormalizerReader.Read(normalizer) : null,
            PreTokenizer = file.Find("pre_tokenizer") is { } preTokenizer ? PreTokenizerReader.Read(preTokenizer) : null,
            Model = ModelReader.Read(file.Get("model")),
            Decoder = file.Find("decoder") is { } decoder ? DecoderReader.Read(decoder) : null,
            PostProcessor = ReadPostProcessor(file),
            FirstTokens = file.Find("added_tokens") is { } added ? [.. NamedTokens.ReadList(added).Select(item => item.Token)] : [],
        };
    }

    private static Func<AddedVocabulary, PostProcessor> ReadPostProcessor(JsonPart file)
    {
        PostProcessor processor = file.Find("post_processor") is { } part ? PostProcessorReader.Read(part) : PostProcessor.None;
        return _ => processor;
    }

    private static TokenizerParts BuildFromPieces(FolderSettings settings)
    {
        SentencePieceModel? pieces = SentencePieceClasses.Read(settings.Files, ModelName)
            ?? SentencePieceClasses.Read(settings.Files, SentencePieceClasses.FairseqName)
            ?? SentencePieceClasses.Read(settings.Files, SentencePieceClasses.PieceName);
        if (pieces is null)
        {
            throw settings.Missing($"{FolderFile.Tokenizer} or a SentencePiece model");
        }

        bool isKnown = pieces is { CharacterMap.Length: 0, PrefixesSpace: true, RemovesSpaces: true, UsesBytes: false };
        if (!isKnown)
        {
            throw new TokenizerException(
                settings.Files.PathOf(ModelName),
                null,
                "a SentencePiece model with a character map or other rules for spaces is not supported without a tokenizer class of its own.");
        }

        SetNames(settings.Names, pieces);
        return new TokenizerParts
        {
            Normalizer = new NormalizerSequence(
            [
                new ReplaceNormalizer(RegexCompiler.Compile(@"\A +| +\z"), string.Empty),
                new ReplaceNormalizer(RegexCompiler.Compile(" {2,}"), " "),
                new ReplaceNormalizer(new LiteralPattern(" "), SpaceMark.ToString()),
                new ReplaceNormalizer(RegexCompiler.Compile($@"\A{SpaceMark}"), new string(SpaceMark, 2)),
            ]),
            PreTokenizer = new Metaspace(SpaceMark, PrefixScheme.Always, cuts: false),
            Model = SentencePieceClasses.BuildModel(pieces.Pieces.Select(piece => (piece.Text, (double)piece.Score)), pieces.UnknownId, pieces.UsesBytes),
            Decoder = new DecoderSequence(
                [new ReplaceDecoder(new LiteralPattern(SpaceMark.ToString()), " "), new FuseDecoder(), new StripDecoder(' ', 1, 0)]),
            PostProcessor = _ => PostProcessor.None,
            FirstTokens = SentencePieceClasses.TokensOf(pieces, includesUnknown: true),
        };
    }

    private static void SetNames(NamedTokens names, SentencePieceModel pieces)
    {
        foreach ((string name, int id) in new[] { ("bos_token", pieces.StartId), ("eos_token", pieces.EndId), ("unk_token", pieces.UnknownId) })
        {
            if (id >= 0 && id < pieces.Pieces.Count)
            {
                names.SetDefault(name, AddedToken.Special(pieces.Pieces[id].Text));
            }
        }
    }
}
