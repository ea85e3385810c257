using System.Numerics.Tensors;

namespace BertGen;

/// <summary>
/// A model that makes a vector of each piece of a text. Compiled classes with <c>EmbedTokens</c> implement it beside
/// <see cref="ISentenceEmbedder"/>. Its calls may come from many threads at once.
/// </summary>
public interface ITokenEmbedder
{
    /// <summary>The vectors of the pieces of each text, special ones and those of the prompt included.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="options">What is not as the folder says; vectors of pieces are neither cut nor scaled.</param>
    /// <returns>A tensor a text, (pieces, width).</returns>
    /// <exception cref="ArgumentNullException">The texts are null.</exception>
    /// <exception cref="ArgumentException">A text is null, or needs more positions than the model has; or the folder has no prompt of that name.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    Tensor<float>[] EmbedTokens(IEnumerable<string> texts, EmbedOptions? options = null);
}
