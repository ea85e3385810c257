using Microsoft.Extensions.AI;

namespace BertGen.Bulk.Models;

/// <summary>A generator of Microsoft.Extensions.AI.</summary>
internal sealed class GeneratorModel : BulkModel
{
    private readonly IEmbeddingGenerator<string, Embedding<float>> _generator;
    private readonly EmbeddingGenerationOptions? _options;

    /// <param name="generator">The generator.</param>
    /// <param name="dimensions">Values in a vector; null for what the metadata say.</param>
    public GeneratorModel(IEmbeddingGenerator<string, Embedding<float>> generator, int? dimensions)
    {
        var metadata = generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;
        _generator = generator;
        _options = dimensions is null ? null : new EmbeddingGenerationOptions { Dimensions = dimensions };
        Identity = new ModelIdentity
        {
            Name = string.Join('/', new[] { metadata?.ProviderName, metadata?.DefaultModelId }.Where(part => !string.IsNullOrEmpty(part))),
            Dimensions = dimensions ?? metadata?.DefaultModelDimensions ?? throw new ArgumentException("Expected the dimensions of the vectors, as the generator does not tell them.", nameof(dimensions)),
            KeptDimensions = dimensions,
        };
    }

    public override ModelIdentity Identity { get; }

    public override async ValueTask<long> EmbedAsync(IReadOnlyList<string> texts, Memory<float> destination, CancellationToken cancellationToken)
    {
        GeneratedEmbeddings<Embedding<float>> found = await _generator.GenerateAsync(texts, _options, cancellationToken).ConfigureAwait(false);
        int width = Identity.Dimensions;
        if (found.Count != texts.Count)
        {
            throw new BulkException($"{Identity.Name}: expected {texts.Count} vectors, found {found.Count}.");
        }

        for (int i = 0; i < found.Count; i++)
        {
            if (found[i] is not { } embedding)
            {
                throw new BulkException($"{Identity.Name}: expected a vector for every text, found null as number {i} of {found.Count}.");
            }

            ReadOnlyMemory<float> vector = embedding.Vector;
            if (vector.Length != width || vector.Span.ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
            {
                throw new BulkException($"{Identity.Name}: expected {width} finite values in a vector, found {(vector.Length != width ? vector.Length : "NaN or an infinite value")}.");
            }

            vector.CopyTo(destination[(i * width)..]);
        }

        return found.Usage?.InputTokenCount ?? 0;
    }
}
