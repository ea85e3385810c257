using BertGen.Text.Tokenizers.Vocabularies;

namespace BertGen.Text.Tokenizers.WordLevel;

/// <summary>Takes each piece of text as one token.</summary>
internal sealed class WordLevelModel(TokenTable tokens, string unknown) : TokenModel
{
    private readonly int _unknownId = tokens.Find(unknown);

    /// <inheritdoc/>
    public override TokenTable Tokens => tokens;

    /// <inheritdoc/>
    public override void Spell(ReadOnlySpan<char> text, ModelWorkspace work, PooledBuffer<Piece> target)
    {
        int id = tokens.Find(text);
        id = id >= 0 ? id : _unknownId;
        if (id < 0)
        {
            throw new UnknownTokenException($"expected the token '{unknown}' in the vocabulary for the unknown word '{text}', found none");
        }

        target.Add(new Piece(id, 0, text.Length));
    }
}
