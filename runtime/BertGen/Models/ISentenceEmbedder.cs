using BertGen.Engine.Pipeline;
using BertGen.Text.Tokenizers;

namespace BertGen;

/// <summary>
/// A model that makes one vector of each text. Compiled classes with <c>Embed</c> implement it, so that a program can have the model
/// injected, wrap it, or put another in its place in a test. Its calls may come from many threads at once.
/// </summary>
public interface ISentenceEmbedder
{
    /// <summary>The numbers of the model and of its options, as they were compiled.</summary>
    BertModelInfo ModelInfo { get; }

    /// <summary>Values in a vector, as the class was compiled.</summary>
    int Dimensions { get; }

    /// <summary>The tokenizer of the model folder.</summary>
    TextTokenizer Tokenizer { get; }

    /// <summary>One vector for each text. The same text has the same bits, whatever it is embedded with.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="options">What is not as the folder says.</param>
    /// <param name="cancellationToken">Ends the call between portions of texts.</param>
    /// <returns>A row for each text, in their order.</returns>
    /// <exception cref="ArgumentNullException">The texts are null.</exception>
    /// <exception cref="ArgumentException">A text is null, or needs more positions than the model has; or the folder has no prompt of that name.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    TextEmbeddings Embed(IEnumerable<string> texts, EmbedOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// The same, in memory of whoever calls. A program that embeds again and again may use one array for all its calls: where a class pools in its encoder, as for the mean and the first piece, these leave no
    /// large arrays to the garbage collector then.
    /// </summary>
    /// <param name="texts">The texts.</param>
    /// <param name="destination">Gets a row for each text, one after the other; what lies behind them stays. A call that fails may have written some of them.</param>
    /// <param name="options">What is not as the folder says.</param>
    /// <param name="cancellationToken">Ends the call between portions of texts.</param>
    /// <returns>Pieces that were encoded, as <see cref="TextEmbeddings.TokenCount"/> tells them.</returns>
    /// <exception cref="ArgumentNullException">The texts are null.</exception>
    /// <exception cref="ArgumentException">The destination is too short; a text is null, or needs more positions than the model has; or the folder has no prompt of that name.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    long EmbedInto(IEnumerable<string> texts, Memory<float> destination, EmbedOptions? options = null, CancellationToken cancellationToken = default)
    {
        TextEmbeddings vectors = Embed(texts, options, cancellationToken);
        TextPortions.CheckRoom(destination.Length, vectors.Count, vectors.Dimensions);
        vectors.CopyTo(destination.Span);
        return vectors.TokenCount;
    }
}
