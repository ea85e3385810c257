using BertGen.Text.Tokenizers.AddedTokens;
using BertGen.Text.Tokenizers.Decoding;
using BertGen.Text.Tokenizers.Normalizers;
using BertGen.Text.Tokenizers.PostProcessing;
using BertGen.Text.Tokenizers.PreTokenizers;
using BertGen.Text.Tokenizers.Vocabularies;

namespace BertGen.Text.Tokenizers.Loading;

/// <summary>The parts of a tokenizer before its special tokens are there.</summary>
internal sealed record TokenizerParts
{
    /// <summary>Rewrites text; null for nothing.</summary>
    public required Normalizer? Normalizer { get; init; }

    /// <summary>Cuts it; null for one piece.</summary>
    public required PreTokenizer? PreTokenizer { get; init; }

    /// <summary>Spells the pieces.</summary>
    public required TokenModel Model { get; init; }

    /// <summary>Makes text of tokens; null to put spaces between them.</summary>
    public required TokenDecoder? Decoder { get; init; }

    /// <summary>Puts special tokens around texts, once their ids are known.</summary>
    public required Func<AddedVocabulary, PostProcessor> PostProcessor { get; init; }

    /// <summary>Tokens that are added before all others.</summary>
    public IReadOnlyList<AddedToken> FirstTokens { get; init; } = [];
}
