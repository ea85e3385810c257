using BertGen.Text;
using BertGen.Text.Tokenizers;
using BertGen.Text.Tokenizers.WordPiece;

namespace BertGen.Engine.Pipeline;

/// <summary>Whether a tokenizer and the pieces that it makes are those of a model.</summary>
internal static class TokenizerCheck
{
    /// <summary>Checks the vocabulary.</summary>
    /// <exception cref="VocabularyException">It is larger than the table of the model, or lacks the unknown token.</exception>
    public static void CheckVocabulary(TextTokenizer tokenizer, BertModelInfo info)
    {
        if (tokenizer.VocabularySize > info.VocabularySize)
        {
            throw new VocabularyException(
                tokenizer.Folder,
                $"expected at most {info.VocabularySize} pieces, the vocabulary size that {info.Name} was compiled for; found {tokenizer.VocabularySize}.");
        }

        if (tokenizer.Pipeline.Model is WordPieceModel
            && tokenizer.SpecialTokens.FirstOrDefault(token => token.Name == "unk_token") is { } unknown
            && unknown.Id >= tokenizer.VocabularySize)
        {
            // It would get an id of its own behind all others, and every unknown word the vector of another piece.
            throw new VocabularyException(tokenizer.Folder, $"expected the special token {unknown.Text} in the vocabulary; found {tokenizer.VocabularySize} pieces without it.");
        }
    }

    /// <summary>Checks the ids of a text.</summary>
    /// <exception cref="ArgumentException">The model has no word embedding for one.</exception>
    public static void CheckIds(TextTokenizer tokenizer, BertModelInfo info, ReadOnlySpan<int> ids, int text)
    {
        int unknown = ids.IndexOfAnyExceptInRange(0, info.VocabularySize - 1);
        if (unknown >= 0)
        {
            throw new ArgumentException(
                $"Piece {unknown} of text {text} is '{tokenizer.TextOf(ids[unknown])}' with the id {ids[unknown]}, but {info.Name} has {info.VocabularySize} word embeddings.", "texts");
        }
    }

    /// <summary>The error for a text that needs more positions than there are.</summary>
    public static ArgumentException TooLong(BertModelInfo info, int count, int text) => new(
        $"Text {text} has {count} pieces, but {info.Name} has {info.MaxPieces} positions, and its folder does not say that texts are cut there.", "texts");
}
