using System.Numerics.Tensors;
using BertGen.Text.Tokenizers;

namespace BertGen;

/// <summary>
/// A model that sorts texts under labels. Compiled classifiers implement it, so that a program can have the model injected, wrap it, or
/// put another in its place in a test. Its calls may come from many threads at once.
/// </summary>
public interface ITextClassifier
{
    /// <summary>The numbers of the model and of its options, as they were compiled.</summary>
    BertModelInfo ModelInfo { get; }

    /// <summary>The labels by their numbers.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>The tokenizer of the model folder.</summary>
    /// <exception cref="Text.VocabularyException">The folder has none.</exception>
    TextTokenizer Tokenizer { get; }

    /// <summary>The logits of each text.</summary>
    /// <param name="texts">The texts.</param>
    /// <returns>(texts, labels): one value for each label, raw.</returns>
    /// <exception cref="ArgumentNullException">The texts are null.</exception>
    /// <exception cref="ArgumentException">A text is null.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    Tensor<float> Classify(IEnumerable<string> texts);

    /// <summary>The logits of each pair of texts. The default prompt of the folder, if it has one, stands before every first text.</summary>
    /// <param name="firsts">The first texts.</param>
    /// <param name="seconds">The second texts, as many.</param>
    /// <returns>(pairs, labels): one value for each label, raw.</returns>
    /// <exception cref="ArgumentNullException">The texts are null.</exception>
    /// <exception cref="ArgumentException">A text is null, or there are more of the ones than of the others.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    Tensor<float> Classify(IEnumerable<string> firsts, IEnumerable<string> seconds);
}
