namespace BertGen.Serving.Batching;

/// <summary>What is done to texts. Texts of requests whose works are equal are computed in one call.</summary>
/// <typeparam name="TResult">What a text gets.</typeparam>
internal abstract record BatchWork<TResult>
{
    /// <summary>Computes the results of texts, on the thread of the batcher.</summary>
    /// <param name="texts">The texts; at least one.</param>
    /// <returns>A result for each text, in their order.</returns>
    public abstract IReadOnlyList<TResult> Run(IReadOnlyList<BatchText> texts);
}
