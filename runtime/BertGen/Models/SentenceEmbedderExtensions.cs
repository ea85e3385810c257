using System.Runtime.CompilerServices;
using BertGen.Engine.Pipeline;
using BertGen.Text.Chunks;

namespace BertGen;

/// <summary>What every model with sentence vectors can do besides.</summary>
public static class SentenceEmbedderExtensions
{
    /// <summary>Texts that are embedded together where they come one after the other.</summary>
    private const int StreamPortion = 256;

    /// <summary>Embeds texts on a thread of the pool.</summary>
    /// <param name="embedder">The model.</param>
    /// <param name="texts">The texts; they are enumerated before the call returns.</param>
    /// <param name="options">What is not as the folder says.</param>
    /// <param name="progress">Gets the number of texts that are done, after each portion.</param>
    /// <param name="cancellationToken">Ends the call between portions.</param>
    /// <returns>A row for each text, in their order; the bits of <c>Embed</c>.</returns>
    /// <exception cref="ArgumentNullException">The model or the texts are null.</exception>
    /// <exception cref="ArgumentException">A text is null, or needs more positions than the model has.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static Task<TextEmbeddings> EmbedAsync(
        this ISentenceEmbedder embedder,
        IEnumerable<string> texts,
        EmbedOptions? options = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(embedder);
        ArgumentNullException.ThrowIfNull(texts);
        string[] all = [.. texts];
        return Task.Run(
            () => progress is null
                ? embedder.Embed(all, options, cancellationToken)
                : TextPortions.Embed(all, call => embedder.Embed(call, options, cancellationToken), progress, cancellationToken),
            cancellationToken);
    }

    /// <summary>Embeds one text on a thread of the pool.</summary>
    /// <param name="embedder">The model.</param>
    /// <param name="text">The text.</param>
    /// <param name="options">What is not as the folder says.</param>
    /// <param name="cancellationToken">Keeps the call from beginning.</param>
    /// <returns>Its vector.</returns>
    /// <exception cref="ArgumentNullException">The model or the text is null.</exception>
    /// <exception cref="ArgumentException">The text needs more positions than the model has.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static async Task<float[]> EmbedAsync(this ISentenceEmbedder embedder, string text, EmbedOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        TextEmbeddings embedded = await embedder.EmbedAsync([text], options, cancellationToken: cancellationToken).ConfigureAwait(false);
        return embedded[0].ToArray();
    }

    /// <summary>
    /// Embeds texts as they come, in bounded memory: while one portion is computed the next is read, and no more is held.
    /// </summary>
    /// <param name="embedder">The model.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="options">What is not as the folder says.</param>
    /// <param name="cancellationToken">Ends the stream between portions.</param>
    /// <returns>Each text with its vector, in their order.</returns>
    /// <exception cref="ArgumentNullException">The model or the texts are null.</exception>
    /// <exception cref="ArgumentException">A text is null, or needs more positions than the model has.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static IAsyncEnumerable<TextEmbedding> EmbedStreamAsync(
        this ISentenceEmbedder embedder, IAsyncEnumerable<string> texts, EmbedOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(embedder);
        ArgumentNullException.ThrowIfNull(texts);
        return Stream(embedder, texts, options, cancellationToken);
    }

    /// <summary>The pieces of a text, the special ones of the model included and nothing cut: what the limit of the model counts.</summary>
    /// <param name="embedder">The model.</param>
    /// <param name="text">The text, without a prompt.</param>
    /// <exception cref="ArgumentNullException">The model or the text is null.</exception>
    public static int CountTokens(this ISentenceEmbedder embedder, string text)
    {
        ArgumentNullException.ThrowIfNull(embedder);
        ArgumentNullException.ThrowIfNull(text);
        return embedder.Tokenizer.Encode(text, TextChunker.OptionsOf(embedder)).Count;
    }

    /// <summary>Cuts a text in chunks that the model can take whole, with their places in the text.</summary>
    /// <param name="embedder">The model.</param>
    /// <param name="text">The text.</param>
    /// <param name="options">Where to cut; by default at ends of sentences, at most as long as the limit of the model.</param>
    /// <returns>The chunks in their order; none where the text has no pieces.</returns>
    /// <exception cref="ArgumentNullException">The model or the text is null.</exception>
    /// <exception cref="ArgumentException">The options leave no room for a piece, or an overlap as long as a chunk.</exception>
    public static IReadOnlyList<TextChunk> Chunk(this ISentenceEmbedder embedder, string text, ChunkOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(embedder);
        ArgumentNullException.ThrowIfNull(text);
        return new TextChunker(embedder, options ?? new ChunkOptions()).Cut(text);
    }

    /// <summary>Cuts a text in chunks and embeds each.</summary>
    /// <param name="embedder">The model.</param>
    /// <param name="text">The text.</param>
    /// <param name="options">Where to cut.</param>
    /// <param name="embedOptions">What is not as the folder says; a prompt shortens the chunks.</param>
    /// <param name="cancellationToken">Ends the call between portions.</param>
    /// <returns>The chunks, and a row for each.</returns>
    /// <exception cref="ArgumentNullException">The model or the text is null.</exception>
    /// <exception cref="ArgumentException">The options leave no room for a piece, or an overlap as long as a chunk.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static ChunkEmbeddings EmbedChunks(
        this ISentenceEmbedder embedder, string text, ChunkOptions? options = null, EmbedOptions? embedOptions = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(embedder);
        ArgumentNullException.ThrowIfNull(text);
        IReadOnlyList<TextChunk> chunks = new TextChunker(embedder, options ?? new ChunkOptions(), embedOptions).Cut(text);
        return new ChunkEmbeddings(chunks, embedder.Embed(chunks.Select(chunk => chunk.Text), embedOptions, cancellationToken));
    }

    private static async IAsyncEnumerable<TextEmbedding> Stream(
        ISentenceEmbedder embedder, IAsyncEnumerable<string> texts, EmbedOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Task<TextEmbeddings>? computing = null;
        try
        {
            await foreach (string[] portion in texts.Chunk(StreamPortion).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                // Read while the one before was computed; its vectors leave before the next is read.
                TextEmbeddings? done = computing is null ? null : await computing.ConfigureAwait(false);
                computing = embedder.EmbedAsync(portion, options, cancellationToken: cancellationToken);
                for (int row = 0; row < (done?.Count ?? 0); row++)
                {
                    yield return new TextEmbedding(done!.Texts[row], done[row].ToArray());
                }
            }

            TextEmbeddings? last = computing is null ? null : await computing.ConfigureAwait(false);
            computing = null;
            for (int row = 0; row < (last?.Count ?? 0); row++)
            {
                yield return new TextEmbedding(last!.Texts[row], last[row].ToArray());
            }
        }
        finally
        {
            // A reader that stopped early must not leave work behind that uses the model.
            if (computing is not null)
            {
                await ((Task)computing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
