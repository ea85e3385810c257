using BertGen.Engine.Pipeline;
using Microsoft.Extensions.AI;

namespace BertGen;

/// <summary>
/// A model as an embedding generator of Microsoft.Extensions.AI. It may be called from many threads at once. The model stays its owner's:
/// to dispose of the generator does nothing.
/// </summary>

internal sealed class SentenceEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly ISentenceEmbedder _embedder;
    private readonly EmbedOptions _options;
    private readonly EmbeddingGeneratorMetadata _metadata;
    private readonly int _width;

    /// <param name="embedder">The model.</param>
    /// <param name="options">How texts are embedded where a call does not say.</param>
    public SentenceEmbeddingGenerator(ISentenceEmbedder embedder, EmbedOptions options)
    {
        (_embedder, _options) = (embedder, options);
        BertModelInfo info = embedder.ModelInfo;
        _width = info.Sentences is { } plan ? plan.WidthOf(info.HiddenSize) : embedder.Dimensions;
        int dimensions = options.Dimensions is { } cut ? Math.Clamp(cut < 0 ? _width + cut : cut, 0, _width) : embedder.Dimensions;
        _metadata = new EmbeddingGeneratorMetadata("bertgen", providerUri: null, info.Model.Length > 0 ? info.Model : info.Name, dimensions);
    }

    /// <inheritdoc/>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        TextEmbeddings found = await _embedder.EmbedAsync(values, OptionsOf(options), cancellationToken: cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        var result = new GeneratedEmbeddings<Embedding<float>>(found.Count)
        {
            Usage = new UsageDetails { InputTokenCount = found.TokenCount, TotalTokenCount = found.TokenCount },
        };
        foreach (float[] vector in found.ToArrays())
        {
            result.Add(new Embedding<float>(vector) { CreatedAt = now, ModelId = _metadata.DefaultModelId });
        }

        return result;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(_embedder) ? _embedder
            : null;
    }

    /// <summary>Does nothing.</summary>
    public void Dispose()
    {
    }

    private EmbedOptions OptionsOf(EmbeddingGenerationOptions? options)
    {
        if (options?.Dimensions is not { } dimensions)
        {
            return _options;
        }

        if (dimensions < 1 || dimensions > _width)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), dimensions, $"Expected 1 to {_width} dimensions, as the vectors of {_metadata.DefaultModelId} have; found {dimensions}.");
        }

        // A vector of length 1 has it again after it was cut.
        bool isScaled = _embedder.ModelInfo.Sentences?.Modules.Any(module => module is NormalizeModule) ?? false;
        return _options with { Dimensions = dimensions, Normalize = _options.Normalize || isScaled };
    }
}
