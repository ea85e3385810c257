using System.Numerics.Tensors;

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

    /// <summary>The logits of each text.</summary>
    /// <param name="texts">The texts.</param>
    /// <returns>(texts, labels): one value for each label, raw.</returns>
    /// <exception cref="ArgumentNullException">The texts are null.</exception>
    /// <exception cref="ArgumentException">A text is null.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    Tensor<float> Classify(IEnumerable<string> texts);
}
