using System.Buffers;

namespace BertGen.Bulk.Working;

/// <summary>Embeds batches of portions. What is not embedded because the model refuses a text of it, is embedded text by text.</summary>
/// <param name="model">The model.</param>
/// <param name="memory">Where the memory of the batches comes from; null for what all of the process shares.</param>
internal sealed class PortionEmbedder(BulkModel model, ArrayPool<float>? memory = null)
{
    private readonly ArrayPool<float> _memory = memory ?? ArrayPool<float>.Shared;
    private readonly int _width = model.Identity.Dimensions;

    /// <summary>Embeds a batch.</summary>
    /// <returns>Pieces that were computed.</returns>
    public async Task<long> EmbedAsync(Portion portion, int[] batch, CancellationToken cancellationToken)
    {
        // Given back only when the call has ended well: a model that fails may still be writing.
        float[] rented = _memory.Rent(batch.Length * _width);
        Memory<float> vectors = rented.AsMemory(0, batch.Length * _width);
        long pieces = 0;
        try
        {
            pieces = await model.EmbedAsync(Array.ConvertAll(batch, i => portion.Texts[i]), vectors, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            for (int i = 0; i < batch.Length; i++)
            {
                try
                {
                    pieces += await model.EmbedAsync([portion.Texts[batch[i]]], vectors.Slice(i * _width, _width), cancellationToken).ConfigureAwait(false);
                }
                catch (ArgumentException e)
                {
                    vectors.Span.Slice(i * _width, _width).Clear();
                    portion.Refusals[batch[i]] = $"{portion.Rows[batch[i]].Place}: the model refuses the text: {e.Message}";
                }
            }
        }

        for (int i = 0; i < batch.Length; i++)
        {
            vectors.Span.Slice(i * _width, _width).CopyTo(portion.Vectors.AsSpan(batch[i] * _width));
        }

        _memory.Return(rented);
        portion.Complete(pieces);
        return pieces;
    }
}
