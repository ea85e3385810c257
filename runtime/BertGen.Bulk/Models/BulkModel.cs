using BertGen.Bulk.Costs;
using Microsoft.Extensions.AI;

namespace BertGen.Bulk;

/// <summary>What embeds the texts of a run, with all that decides what the vectors are.</summary>
public abstract class BulkModel
{
    /// <summary>What decides the vectors. A run pins it, and takes no work of a model that has another.</summary>
    public abstract ModelIdentity Identity { get; }

    /// <summary>Calls of <see cref="EmbedAsync"/> that are made at once.</summary>
    public virtual int Lanes => 2;

    /// <summary>
    /// Embeds texts. A call that ends well has written all of the destination, which has what was there before otherwise: nothing clears it. A call that has ended,
    /// well or not, writes no more: the memory is another call's then. Calls go on at once where there are several <see cref="Lanes"/>.
    /// </summary>
    /// <param name="texts">The texts, at most 1,024.</param>
    /// <param name="destination">Gets a row for each text, (texts, dimensions).</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Pieces that were computed.</returns>
    /// <exception cref="ArgumentException">A text is none that the model embeds.</exception>
    public abstract ValueTask<long> EmbedAsync(IReadOnlyList<string> texts, Memory<float> destination, CancellationToken cancellationToken);

    /// <summary>What texts take, by the compiled cost of the model; null where nobody knows.</summary>
    internal virtual TextCost? FindCost(IEnumerable<string> texts) => null;

    /// <summary>A compiled class, or what stands for one.</summary>
    /// <param name="embedder">The model; it stays its owner's.</param>
    /// <param name="options">What is not as the folder says; a part of the identity.</param>
    /// <exception cref="ArgumentNullException">The model is null.</exception>
    public static BulkModel Of(ISentenceEmbedder embedder, EmbedOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(embedder);
        return new Models.EmbedderModel(embedder, options ?? new EmbedOptions());
    }

    /// <summary>
    /// A generator of Microsoft.Extensions.AI. What its metadata say is its identity: nothing tells whether it gives the same bits for the same
    /// text, and only if it does has a run that was interrupted the bytes of one that was not.
    /// </summary>
    /// <param name="generator">The generator; it stays its owner's.</param>
    /// <param name="dimensions">Values in a vector; null for what the metadata say.</param>
    /// <exception cref="ArgumentNullException">The generator is null.</exception>
    /// <exception cref="ArgumentException">Neither the metadata nor the caller say how long vectors are.</exception>
    public static BulkModel Of(IEmbeddingGenerator<string, Embedding<float>> generator, int? dimensions = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new Models.GeneratorModel(generator, dimensions);
    }
}
