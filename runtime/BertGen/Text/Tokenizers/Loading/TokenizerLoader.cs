using System.Text.Json;
using BertGen.Text.Tokenizers.AddedTokens;
using BertGen.Text.Tokenizers.Normalizers;

namespace BertGen.Text.Tokenizers.Loading;

/// <summary>Loads the tokenizer of a model folder: finds its class, and lets that take what it takes from the files.</summary>
internal static class TokenizerLoader
{
    /// <summary>A limit from here on is none.</summary>
    private const double NoLimit = 1e9;

    /// <summary>Loads a tokenizer.</summary>
    /// <param name="folder">The files.</param>
    /// <param name="modelType">The type of a model whose config names none; null where that stays unknown.</param>
    /// <param name="lowercasesFirst">Whether texts become lower case before all else, unless the tokenizer makes them so itself.</param>
    /// <param name="special">Tokens of the vocabulary that are special too, where it has them.</param>
    /// <exception cref="TokenizerException">The files cannot be read, or ask for what is not supported.</exception>
    public static LoadedTokenizer Load(TokenizerFiles folder, string? modelType, bool lowercasesFirst, IReadOnlyList<string> special)
    {
        if (folder.Archived is null && !Directory.Exists(folder.Path))
        {
            throw new TokenizerException(folder.Path, null, "expected a model folder, found none.");
        }

        using JsonDocument? configDocument = FolderFile.ReadJson(folder, FolderFile.Config, out JsonPart configRoot);
        using JsonDocument? settingsDocument = FolderFile.ReadJson(folder, FolderFile.TokenizerConfig, out JsonPart settingsRoot);
        using JsonDocument? mapDocument = FolderFile.ReadJson(folder, FolderFile.SpecialTokensMap, out JsonPart mapRoot);
        using JsonDocument? addedDocument = FolderFile.ReadJson(folder, FolderFile.AddedTokens, out JsonPart addedRoot);
        using JsonDocument? tokenizerDocument = FolderFile.ReadJson(folder, FolderFile.Tokenizer, out JsonPart tokenizerRoot);
        JsonPart? config = configDocument is null ? null : configRoot;
        JsonPart? settings = settingsDocument is null ? null : settingsRoot;
        JsonPart? tokenizer = tokenizerDocument is null ? null : tokenizerRoot;
        JsonPart? map = mapDocument is null ? null : mapRoot;
        JsonPart? added = addedDocument is null ? null : addedRoot;

        TokenizerClass tokenizerClass = TokenizerClasses.Resolve(folder.Path, settings, config, modelType);
        NamedTokens names = NamedTokens.Read(settings, map, added, tokenizer);
        var folderSettings = new FolderSettings(folder, settings, tokenizer, names);
        TokenizerParts parts = BuildParts(tokenizerClass, folderSettings);
        if (lowercasesFirst && !Lowercases(parts.Normalizer))
        {
            var lowercase = new LowercaseNormalizer();
            parts = parts with { Normalizer = parts.Normalizer is { } own ? new NormalizerSequence([lowercase, own]) : lowercase };
        }

        return Finish(tokenizerClass, folderSettings, parts, special);
    }

    private static bool Lowercases(Normalizer? normalizer) => normalizer switch
    {
        LowercaseNormalizer => true,
        BertNormalizer bert => bert.Lowercases,
        NormalizerSequence sequence => sequence.Normalizers.Any(Lowercases),
        _ => false,
    };

    private static TokenizerParts BuildParts(TokenizerClass tokenizerClass, FolderSettings settings)
    {
        NamedTokens names = settings.Names;
        switch (tokenizerClass)
        {
            case TokenizerClass.TokenizersBackend:
                SetStoredPadding(settings);
                return FileClass.Build(settings);
            case TokenizerClass.RobertaTokenizer or TokenizerClass.Qwen2Tokenizer:
                BytePairClasses.SetNames(names, tokenizerClass);
                names.CheckListed(settings.Tokenizer);
                return BytePairClasses.Build(tokenizerClass, settings);
            case TokenizerClass.XLMRobertaTokenizer or TokenizerClass.CamembertTokenizer
                or TokenizerClass.AlbertTokenizer or TokenizerClass.T5Tokenizer:
                SentencePieceClasses.SetNames(names, tokenizerClass);
                names.CheckListed(settings.Tokenizer);
                return SentencePieceClasses.Build(tokenizerClass, settings);
            default:
                WordPieceClasses.SetNames(names, tokenizerClass);
                names.CheckListed(settings.Tokenizer);
                return WordPieceClasses.Build(tokenizerClass, settings);
        }
    }

    /// <summary>The padding token that <c>tokenizer.json</c> was saved with is that of a folder that names none.</summary>
    private static void SetStoredPadding(FolderSettings settings)
    {
        if (settings.Tokenizer?.Find("padding")?.Find("pad_token") is { } token)
        {
            settings.Names.SetDefault("pad_token", AddedToken.Special(token.Text));
        }
    }

    private static LoadedTokenizer Finish(TokenizerClass tokenizerClass, FolderSettings settings, TokenizerParts parts, IReadOnlyList<string> special)
    {
        var vocabulary = new AddedVocabulary(parts.Model, parts.Normalizer);
        foreach (AddedToken token in parts.FirstTokens)
        {
            vocabulary.Add(token);
        }

        settings.Names.AddTo(vocabulary);
        foreach (string token in special.Where(token => vocabulary.Find(token) >= 0 && !vocabulary.Contains(token)))
        {
            vocabulary.Add(AddedToken.Special(token));
        }

        AddedTokenFinder finder;
        try
        {
            finder = vocabulary.CreateFinder(settings.Boolean("split_special_tokens", missing: false));
        }
        catch (ArgumentException e)
        {
            throw new TokenizerException(settings.Files.Path, null, $"{e.Message}.", e);
        }

        return new LoadedTokenizer
        {
            Pipeline = new TokenizerPipeline
            {
                Normalizer = parts.Normalizer,
                PreTokenizer = parts.PreTokenizer,
                Model = parts.Model,
                Added = vocabulary,
                Finder = finder,
                PostProcessor = parts.PostProcessor(vocabulary),
                Decoder = parts.Decoder,
            },
            Class = tokenizerClass,
            SpecialTokens =
            [
                .. settings.Names.Names.Select(name => new SpecialToken(name, settings.NameOf(name), vocabulary.Find(settings.NameOf(name)))),
            ],
            AllSpecialTokens =
            [
                .. settings.Names.Names.Select(settings.NameOf).Concat(settings.Names.Extra.Select(extra => extra.Token.Content)).Distinct(),
            ],
            MaxLength = ReadMaxLength(settings.Config),
            PaddingSide = ReadSide(settings, "padding_side", "padding"),
            TruncationSide = ReadSide(settings, "truncation_side", "truncation"),
            HasTypeIds = ReadHasTypeIds(tokenizerClass, settings.Config),
            CleansUpSpaces = settings.Boolean("clean_up_tokenization_spaces", missing: false),
        };
    }

    private static int? ReadMaxLength(JsonPart? config)
    {
        // The old key counts only where the new one is not there at all.
        string name = config is { } settings && settings.Has("model_max_length") ? "model_max_length" : "max_len";
        JsonPart? part = config?.Find(name);
        return part is { } limit && limit.Number < NoLimit ? limit.Integer(0, int.MaxValue) : null;
    }

    private static TextSide ReadSide(FolderSettings settings, string name, string stored)
    {
        JsonPart? part = settings.Config?.Find(name) ?? settings.Tokenizer?.Find(stored)?.Find("direction");
        return part?.Text switch
        {
            null or "right" or "Right" => TextSide.Right,
            "left" or "Left" => TextSide.Left,
            _ => throw part.Value.Wrong("\"left\" or \"right\""),
        };
    }

    private static bool ReadHasTypeIds(TokenizerClass tokenizerClass, JsonPart? config) =>
        config?.Find("model_input_names") is { } names
            ? names.Items.Any(name => name.Text == "token_type_ids")
            : tokenizerClass == TokenizerClass.BertTokenizer;
}
