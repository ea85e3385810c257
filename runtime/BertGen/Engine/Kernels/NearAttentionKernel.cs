using System.Runtime.CompilerServices;

namespace BertGen.Engine.Kernels;

/// <summary>
/// Attention of pieces to those near them. A key meets few queries here, fewer than laying it out for them would pay for: keys and values
/// are read where they stand if rows of the head follow each other, and are brought together if not; the keys of a panel's own window
/// alone are multiplied, and results are stored as rows. Every sum runs over the same values in the same order as in
/// <see cref="AttentionKernel{TSimd, TVector}"/>, so both have the same bits.
/// </summary>
internal static unsafe class NearAttentionKernel<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int PanelWidth = PackedMatrix.PanelWidth;

    /// <summary>Panels of 16 queries that are worked on together.</summary>
    private const int Panels = 2;

    /// <summary>The attention of some queries of a head for which <see cref="AttentionHead.IsNear"/> holds.</summary>
    /// <param name="head">The head.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="scratch">As much as <see cref="AttentionScratch.Most"/> says.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Attend(in AttentionHead head, IndexRange queries, float* scratch)
    {
        int keys = Math.Min((2 * head.Near) - 2 + PanelWidth, head.Length);
        float* panels = scratch;
        float* inverses = panels + (Panels * PanelWidth * head.HeadSize);
        float* scores = inverses + (Panels * PanelWidth);
        float* secondScores = scores + (keys * PanelWidth);
        float* gatheredKeys = secondScores + (keys * PanelWidth);
        float scale = 1f / MathF.Sqrt(head.HeadSize);
        var seen = new IndexRange(head.Seen(queries.Start).Start, head.Seen(queries.End - 1).End);
        float* gatheredValues = gatheredKeys + (seen.Length * head.HeadSize);

        // Those of the first piece of the text, read from the first that is seen on.
        bool isTogether = head.Stride == head.HeadSize;
        float* firstKey = isTogether ? head.Keys : gatheredKeys - (seen.Start * head.HeadSize);
        float* firstValue = isTogether ? head.Values : gatheredValues - (seen.Start * head.HeadSize);
        int gathered = seen.Start;
        for (int start = queries.Start; start < queries.End; start += Panels * PanelWidth)
        {
            var block = new QueryBlock(start, Math.Min(Panels * PanelWidth, queries.End - start), default);
            PanelPacking.PackAsColumns(head.Queries + (start * head.Stride), head.Stride, block.Rows, head.HeadSize, panels);
            QueryBlock first = block.Part(head, 0, PanelWidth);
            QueryBlock second = block.Rows > PanelWidth ? block.Part(head, PanelWidth, PanelWidth) : default;
            NearRowsAhead ahead;
            if (isTogether)
            {
                ahead = new NearRowsAhead(head, start + block.Rows, Panels * PanelWidth, NearScoreTile<TSimd, TVector>.FetchedFloats(head.HeadSize));
            }
            else
            {
                ahead = new NearRowsAhead(panels);
                var next = new IndexRange(gathered, Math.Max(first.Seen.End, second.Seen.End));
                Gather(head.Keys, head, next, firstKey);
                Gather(head.Values, head, next, firstValue);
                gathered = next.End;
                FetchApart(head, new IndexRange(start + block.Rows, Math.Min(start + (2 * block.Rows), queries.End)));
            }

            Score(first.Seen, second.Seen, firstKey, head.HeadSize, panels, scores, secondScores, ref ahead);
            Finish(head, first, scores, scale, inverses, firstValue + (first.Seen.Start * head.HeadSize));
            if (second.Rows > 0)
            {
                Finish(head, second, secondScores, scale, inverses, firstValue + (second.Seen.Start * head.HeadSize));
            }
        }
    }

    /// <summary>Rows without anything between them: as far apart as all heads are wide, those of a window take turns in a few places of the first cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(float* rows, in AttentionHead head, IndexRange part, float* gathered)
    {
        float* row = rows + (part.Start * head.Stride);
        float* target = gathered + (part.Start * head.HeadSize);
        for (int i = part.Start; i < part.End; i++, row += head.Stride, target += head.HeadSize)
        {
            for (int column = 0; column < head.HeadSize; column += TSimd.Count)
            {
                TSimd.Store(TSimd.Load(row + column), target + column);
            }
        }
    }

    /// <summary>Brings rows to the second cache that the next block will read, from among those of other heads.</summary>
    private static void FetchApart(in AttentionHead head, IndexRange queries)
    {
        var keys = new IndexRange(queries.Start + head.Ahead, Math.Min(queries.End + head.Ahead, head.Length));
        AttentionKernel<TSimd, TVector>.Fetch(head.Queries, head.Stride, queries, head.HeadSize);
        AttentionKernel<TSimd, TVector>.Fetch(head.Keys, head.Stride, keys, head.HeadSize);
        AttentionKernel<TSimd, TVector>.Fetch(head.Values, head.Stride, keys, head.HeadSize);
    }

    /// <summary>[keys, head size] x [head size, queries] for two panels: keys that both see are read once.</summary>
    private static void Score(
        IndexRange first, IndexRange second, float* keys, int headSize, float* panels, float* scores, float* secondScores, ref NearRowsAhead ahead)
    {
        float* secondPanel = panels + (PanelWidth * headSize);
        if (second.Length == 0 || ProductKernel<TSimd, TVector>.PanelsPerTile < Panels)
        {
            Multiply(keys, first, panels, null, headSize, scores, 0, ref ahead);
            Multiply(keys, second, secondPanel, null, headSize, secondScores, 0, ref ahead);
            return;
        }

        // Of neighbours, the first panel sees keys before the second does, and none behind it.
        int before = second.Start - first.Start;
        Multiply(keys, new IndexRange(first.Start, second.Start), panels, null, headSize, scores, 0, ref ahead);
        float* shared = scores + (before * PanelWidth);
        Multiply(keys, new IndexRange(second.Start, first.End), panels, secondPanel, headSize, shared, (nint)(secondScores - shared), ref ahead);
        Multiply(keys, new IndexRange(first.End, second.End), secondPanel, null, headSize, secondScores + ((first.End - second.Start) * PanelWidth), 0, ref ahead);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(
        float* keys, IndexRange part, float* panel, float* second, int headSize, float* scores, nint toSecond, ref NearRowsAhead ahead)
    {
        keys += part.Start * headSize;
        int rows = part.Length;
        for (int tiles = RowTiles.Count(rows, TSimd.TileRows); tiles > 0; tiles--)
        {
            int height = RowTiles.Height(rows, tiles);
            NearScoreTile<TSimd, TVector>.Multiply(height, keys, panel, second, headSize, scores, toSecond, ahead.Next());
            keys += height * headSize;
            scores += height * PanelWidth;
            rows -= height;
        }
    }

    /// <summary>The softmax of a panel, and [queries, keys] x [keys, head size].</summary>
    private static void Finish(in AttentionHead head, QueryBlock part, float* scores, float scale, float* inverses, float* values)
    {
        AttentionColumns<TSimd, TVector>.HideUnseen(head, part, scores);
        AttentionColumns<TSimd, TVector>.Exponentials(scores, part.Seen.Length, scale, inverses);
        for (int row = 0; row < part.Rows; row += NearAttentionTile<TSimd, TVector>.Rows)
        {
            // Fewer keys than those of the panel.
            QueryBlock tile = part.Part(head, row, NearAttentionTile<TSimd, TVector>.Rows);
            int before = tile.Seen.Start - part.Seen.Start;
            for (int column = 0; column < head.HeadSize; column += NearAttentionTile<TSimd, TVector>.Columns)
            {
                NearAttentionTile<TSimd, TVector>.Multiply(
                    scores + (before * PanelWidth) + row,
                    tile.Seen.Length,
                    values + (before * head.HeadSize) + column,
                    head.HeadSize,
                    inverses + row,
                    head.Context + (tile.Start * head.ContextStride) + column,
                    head.ContextStride,
                    tile.Rows);
            }
        }
    }
}
