using System.Numerics.Tensors;

namespace BertGen;

/// <summary>
/// A model that says how well a document answers a query. Compiled cross-encoders with one label implement it, so that a program can
/// have the model injected, wrap it, or put another in its place in a test. Its calls may come from many threads at once.
/// </summary>
public interface IReranker
{
    /// <summary>The numbers of the model and of its options, as they were compiled.</summary>
    BertModelInfo ModelInfo { get; }

    /// <summary>The score of each document for a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="documents">The documents.</param>
    /// <returns>(documents): one score each.</returns>
    /// <exception cref="ArgumentNullException">The query or the documents are null.</exception>
    /// <exception cref="ArgumentException">A document is null.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    Tensor<float> Score(string query, IEnumerable<string> documents);

    /// <summary>Ranks documents by their scores for a query, best first; equal scores keep the order of the documents.</summary>
    /// <param name="query">The query.</param>
    /// <param name="documents">The documents.</param>
    /// <returns>The index and the score of each document.</returns>
    /// <exception cref="ArgumentNullException">The query or the documents are null.</exception>
    /// <exception cref="ArgumentException">A document is null.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    IReadOnlyList<RankedText> Rank(string query, IEnumerable<string> documents);
}
