using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

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
        Span<float> values = MemoryMarshal.CreateSpan(ref rows.GetPinnableReference(), checked((int)rows.FlattenedLength));
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
