using System.ComponentModel;
using System.Numerics.Tensors;
using BertGen.Engine.Batches;

namespace BertGen.Engine.Pipeline;

/// <summary>Embeds texts of any collection in portions, between which a call can be cancelled.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TextPortions
{
    /// <summary>Texts of a portion: enough to keep all processors at work, few enough to end soon.</summary>
    internal const int Size = 1024;

    /// <summary>Embeds texts that are one after the other in memory.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="call">The call.</param>
    public delegate TextEmbeddings Embedding(ReadOnlySpan<string> texts, SentenceCall call);

    /// <summary>Embeds all texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="options">What is not as the folder says.</param>
    /// <param name="embed">Embeds a portion.</param>
    /// <param name="cancellationToken">Ends the call between portions.</param>
    /// <exception cref="ArgumentNullException">The texts are null.</exception>
    public static TextEmbeddings Embed(IEnumerable<string> texts, EmbedOptions? options, Embedding embed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(embed);
        SentenceCall call = options is null ? default : SentenceCall.Of(options);
        return Embed([.. texts], portion => embed(portion, call), progress: null, cancellationToken);
    }

    /// <summary>Embeds all texts, in memory of whoever calls.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="destination">Gets the vectors, one after the other.</param>
    /// <param name="options">What is not as the folder says.</param>
    /// <param name="embed">Embeds a portion.</param>
    /// <param name="cancellationToken">Ends the call between portions.</param>
    /// <returns>Pieces that were encoded.</returns>
    /// <exception cref="ArgumentNullException">The texts are null.</exception>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public static long EmbedInto(IEnumerable<string> texts, Memory<float> destination, EmbedOptions? options, Embedding embed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(embed);
        SentenceCall call = options is null ? default : SentenceCall.Of(options);
        string[] all = texts as string[] ?? [.. texts];
        long tokens = 0;
        int start = 0, width = 0;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            Memory<float> left = destination[(start * width)..];
            TextEmbeddings portion = embed(all.AsSpan(start, Math.Min(Size, all.Length - start)), call with { Destination = left });
            width = portion.Dimensions;
            CheckRoom(destination.Length, all.Length, width);

            // Nothing is copied where they are there already: not every class and device puts them there.
            portion.CopyTo(left.Span);
            tokens += portion.TokenCount;
            start += portion.Count;
        }
        while (start < all.Length);
        return tokens;
    }

    /// <summary>Tells of a destination that is too short.</summary>
    internal static void CheckRoom(int length, int texts, int width)
    {
        if (length < (long)texts * width)
        {
            throw new ArgumentException($"Expected a destination for {texts} vectors of {width} values, {(long)texts * width} in all; found room for {length}.", "destination");
        }
    }

    /// <summary>Embeds all texts of an array, and tells how far it is.</summary>
    internal static TextEmbeddings Embed(string[] all, Func<ArraySegment<string>, TextEmbeddings> embed, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TextEmbeddings first = embed(new ArraySegment<string>(all, 0, Math.Min(Size, all.Length)));
        progress?.Report(first.Count);
        if (all.Length <= Size)
        {
            return first;
        }

        Tensor<float> rows = Tensor.CreateFromShapeUninitialized<float>([all.Length, first.Dimensions]);
        Span<float> values = GivenMemory.ValuesOf(rows);
        first.CopyTo(values);
        long tokens = first.TokenCount;
        for (int start = Size; start < all.Length; start += Size)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TextEmbeddings portion = embed(new ArraySegment<string>(all, start, Math.Min(Size, all.Length - start)));
            portion.CopyTo(values[(start * first.Dimensions)..]);
            tokens += portion.TokenCount;
            progress?.Report(start + portion.Count);
        }

        return new TextEmbeddings(rows, all, first.Function, tokens);
    }
}
