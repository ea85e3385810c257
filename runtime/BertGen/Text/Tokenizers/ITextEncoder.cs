namespace BertGen.Text.Tokenizers;

/// <summary>
/// Turns texts into the rows that a model runs on: what the embedding of a folder calls. Implementations are safe for
/// concurrent use; a row belongs to one caller.
/// </summary>
public interface ITextEncoder
{
    /// <summary>The id that rows are filled up with; null where the files name no padding token.</summary>
    int? PaddingId { get; }

    /// <summary>Whether the model gets token types; where not, all of them count as 0.</summary>
    bool HasTypeIds { get; }

    /// <summary>The most pieces of a row that the tokenizer's files allow; null for no limit.</summary>
    int? MaxLength { get; }

    /// <summary>Encodes a text with a prompt in front: the two are joined first, and cut together.</summary>
    /// <param name="prompt">The prompt; empty for none.</param>
    /// <param name="text">The text.</param>
    /// <param name="row">Gets the row, whatever it had before. Offsets count from the start of the prompt.</param>
    /// <param name="options">Limit and special tokens; null for the default.</param>
    /// <exception cref="TokenizerException">The text cannot be encoded.</exception>
    void Encode(ReadOnlySpan<char> prompt, ReadOnlySpan<char> text, TokenRow row, EncodingOptions? options = null);

    /// <summary>Encodes a pair of texts.</summary>
    /// <param name="first">The first text.</param>
    /// <param name="second">The second text; it may be empty, which is not the same as none.</param>
    /// <param name="row">Gets the row, whatever it had before.</param>
    /// <param name="options">Limit and special tokens; null for the default.</param>
    /// <exception cref="TokenizerException">A text cannot be encoded.</exception>
    void EncodePair(ReadOnlySpan<char> first, ReadOnlySpan<char> second, TokenRow row, EncodingOptions? options = null);
}
