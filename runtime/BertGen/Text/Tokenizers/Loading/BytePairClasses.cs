using BertGen.Text.Tokenizers.AddedTokens;
using BertGen.Text.Tokenizers.BytePair;
using BertGen.Text.Tokenizers.Decoding;
using BertGen.Text.Tokenizers.Normalizers;
using BertGen.Text.Tokenizers.Patterns;
using BertGen.Text.Tokenizers.PostProcessing;
using BertGen.Text.Tokenizers.PreTokenizers;
using BertGen.Text.Tokenizers.Vocabularies;

namespace BertGen.Text.Tokenizers.Loading;

/// <summary>The classes of RoBERTa and Qwen2: of the files they take vocabulary, merges and settings.</summary>
internal static class BytePairClasses
{
    private const string QwenEnd = "<|endoftext|>";

    /// <summary>Gives the named tokens of the class their defaults.</summary>
    public static void SetNames(NamedTokens names, TokenizerClass tokenizerClass)
    {
        (string Name, string Text)[] defaults = tokenizerClass == TokenizerClass.Qwen2Tokenizer
            ? [("unk_token", QwenEnd), ("eos_token", QwenEnd), ("pad_token", QwenEnd)]
            :
            [
                ("bos_token", "<s>"), ("eos_token", "</s>"), ("sep_token", "</s>"), ("cls_token", "<s>"), ("unk_token", "<unk>"),
                ("pad_token", "<pad>"), ("mask_token", "<mask>"),
            ];
        foreach ((string name, string text) in defaults)
        {
            names.SetDefault(name, AddedToken.Special(text));
        }
    }

    /// <summary>Builds the parts.</summary>
    public static TokenizerParts Build(TokenizerClass tokenizerClass, FolderSettings settings)
    {
        BytePairModel model = ReadModel(tokenizerClass, settings);
        if (tokenizerClass == TokenizerClass.Qwen2Tokenizer)
        {
            JsonPart? written = settings.Tokenizer?.Find("post_processor");
            PostProcessor processor = written is { } part ? PostProcessorReader.Read(part) : PostProcessor.None;
            return new TokenizerParts
            {
                Normalizer = new UnicodeNormalizer(NormalizationForm.Composed),
                PreTokenizer = new PreTokenizerSequence(
                    [new PatternSplitter(new TiktokenPattern(1), SplitBehavior.Isolated, inverts: false), new ByteLevel(prefixesSpace: false, cuts: false)]),
                Model = model,
                Decoder = new ByteLevelDecoder(),
                PostProcessor = _ => processor,
            };
        }

        bool prefixesSpace = settings.Boolean("add_prefix_space", missing: false);
        bool trims = settings.Boolean("trim_offsets", missing: true);
        string start = settings.NameOf("cls_token"), separator = settings.NameOf("sep_token");
        return new TokenizerParts
        {
            Normalizer = null,
            PreTokenizer = new ByteLevel(prefixesSpace, cuts: true),
            Model = model,
            Decoder = new ByteLevelDecoder(),
            PostProcessor = added => PostProcessor.Roberta(added.Find(start), added.Find(separator)) with
            {
                TrimsWithPrefix = trims ? [prefixesSpace] : [],
            },
        };
    }

    private static BytePairModel ReadModel(TokenizerClass tokenizerClass, FolderSettings settings)
    {
        if (settings.Model(tokenizerClass, "BPE") is { } model)
        {
            TokenTable written = ModelReader.ReadTokens(model.Get("vocab"));
            return new BytePairModel(written, ModelReader.ReadMerges(model.Get("merges"), written, string.Empty), new BytePairOptions());
        }

        TokenTable? tokens = VocabularyFiles.ReadJson(settings.Files);
        MergeTable? merges = tokens is null ? null : VocabularyFiles.ReadMerges(settings.Files, tokens);
        return merges is null
            ? throw settings.Missing($"{FolderFile.Tokenizer}, or {FolderFile.VocabularyJson} and {FolderFile.Merges}")
            : new BytePairModel(tokens!, merges, new BytePairOptions());
    }
}
