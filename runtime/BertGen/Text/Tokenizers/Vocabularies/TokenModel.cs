namespace BertGen.Text.Tokenizers.Vocabularies;

/// <summary>Spells pieces of text with the tokens of its vocabulary. Immutable, and safe for concurrent use.</summary>
internal abstract class TokenModel
{
    /// <summary>The vocabulary.</summary>
    public abstract TokenTable Tokens { get; }

    /// <summary>Number of entries of the vocabulary, without added tokens.</summary>
    public virtual int EntryCount => Tokens.Count;

    /// <summary>Appends the tokens of a text that is not empty.</summary>
    /// <exception cref="UnknownTokenException">Something is unknown, and so is the token that stands for that.</exception>
    public abstract void Spell(ReadOnlySpan<char> text, ModelWorkspace work, PooledBuffer<Piece> target);

    /// <summary>The text of a token as this model writes it.</summary>
    /// <param name="id">The token.</param>
    /// <param name="spelled">The text that it was found in.</param>
    public virtual ReadOnlySpan<char> TextOf(int id, ReadOnlySpan<char> spelled) =>
        Tokens.TryGetText(id, out ReadOnlySpan<char> text) ? text : spelled;
}
