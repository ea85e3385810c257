using BertGen.Text.Tokenizers;
using BertGen.Vectors;

namespace BertGen;

/// <summary>
/// A model that makes one sparse vector of each text: a weight for every entry of the vocabulary. Compiled classes with <c>EmbedSparse</c>
/// implement it. Its calls may come from many threads at once.
/// </summary>
public interface ISparseEmbedder
{
    /// <summary>The numbers of the model and of its options, as they were compiled.</summary>
    BertModelInfo ModelInfo { get; }

    /// <summary>The tokenizer of the model folder.</summary>
    TextTokenizer Tokenizer { get; }

    /// <summary>One sparse vector for each text.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="options">What is not as the folder says.</param>
    /// <returns>A vector a text.</returns>
    /// <exception cref="ArgumentNullException">The texts are null.</exception>
    /// <exception cref="ArgumentException">A text is null, or needs more positions than the model has; or the folder has no prompt of that name.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    SparseVector[] EmbedSparse(IEnumerable<string> texts, EmbedOptions? options = null);
}
