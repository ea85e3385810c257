using Microsoft.Extensions.AI;

namespace BertGen;

/// <summary>Makes models embedding generators of Microsoft.Extensions.AI.</summary>
public static class EmbeddingGeneratorExtensions
{
    /// <summary>A generator that embeds with a model.</summary>
    /// <param name="embedder">The model; it must outlive the generator, which does not dispose of it.</param>
    /// <param name="options">What is not as the folder says; <c>Dimensions</c> of a call goes before it.</param>
    /// <exception cref="ArgumentNullException">The model is null.</exception>
    public static IEmbeddingGenerator<string, Embedding<float>> AsEmbeddingGenerator(this ISentenceEmbedder embedder, EmbedOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(embedder);
        return new SentenceEmbeddingGenerator(embedder, options ?? new EmbedOptions());
    }

    /// <summary>A generator for texts of one role: what is searched with, or what is searched for.</summary>
    /// <param name="embedder">The model; it must outlive the generator, which does not dispose of it.</param>
    /// <param name="role">What the texts are: the folder may have a prompt and a limit for it.</param>
    /// <param name="dimensions">How many leading components are kept; null for what the class was compiled with.</param>
    /// <exception cref="ArgumentNullException">The model is null.</exception>
    public static IEmbeddingGenerator<string, Embedding<float>> AsEmbeddingGenerator(this ISentenceEmbedder embedder, EmbedRole role, int? dimensions = null) =>
        embedder.AsEmbeddingGenerator(new EmbedOptions { Role = role, Dimensions = dimensions });

    /// <summary>A generator that puts a prompt before every text.</summary>
    /// <typeparam name="TModel">The compiled class.</typeparam>
    /// <param name="embedder">The model; it must outlive the generator, which does not dispose of it.</param>
    /// <param name="prompt">A prompt of the class, such as <c>E5.Prompts.Query</c>.</param>
    /// <param name="dimensions">How many leading components are kept; null for what the class was compiled with.</param>
    /// <exception cref="ArgumentNullException">The model is null.</exception>
    public static IEmbeddingGenerator<string, Embedding<float>> AsEmbeddingGenerator<TModel>(this TModel embedder, BertPrompt<TModel> prompt, int? dimensions = null)
        where TModel : IBertModel<TModel>, ISentenceEmbedder =>
        embedder.AsEmbeddingGenerator(new EmbedOptions<TModel> { Prompt = prompt, Dimensions = dimensions });
}
