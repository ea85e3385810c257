using System.Runtime.CompilerServices;

namespace BertGen.Engine.Kernels;

/// <summary>
/// Attention of pieces to those near them. A key meets few queries here, fewer than laying it out for them would pay for: keys are read where
/// they stand, values are only brought together, the keys of a panel's own window alone are multiplied, and results are stored as rows. Every sum
/// runs over the same values in the same order as in <see cref="AttentionKernel{TSimd, TVector}"/>, so both have the same bits.
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
        float* values = secondScores + (keys * PanelWidth);
        float scale = 1f / MathF.Sqrt(head.HeadSize);
        int firstKey = head.Seen(queries.Start).Start, gathered = firstKey;
        for (int start = queries.Start; start < queries.End; start += Panels * PanelWidth)
        {
            int rows = Math.Min(Panels * PanelWidth, queries.End - start);
            FetchNext(head, new IndexRange(start + rows, Math.Min(start + (2 * rows), queries.End)));
            PanelPacking.PackAsColumns(head.Queries + (start * head.Stride), head.Stride, rows, head.HeadSize, panels);
            var block = new QueryBlock(start, rows, default);
            QueryBlock first = block.Part(head, 0, PanelWidth);
            QueryBlock second = rows > PanelWidth ? block.Part(head, PanelWidth, PanelWidth) : default;
            int end = Math.Max(first.Seen.End, second.Seen.End);
            Gather(head, new IndexRange(gathered, end), values + ((gathered - firstKey) * head.HeadSize));
            gathered = end;
            Score(head, first.Seen, second.Seen, panels, scores, secondScores);
            Finish(head, first, scores, scale, inverses, values + ((first.Seen.Start - firstKey) * head.HeadSize));
            if (second.Rows > 0)
            {
                Finish(head, second, secondScores, scale, inverses, values + ((second.Seen.Start - firstKey) * head.HeadSize));
            }
        }
    }

    /// <summary>Values as rows without anything between them: as far apart as all heads are wide, those of a window take turns in a few places of the first cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(in AttentionHead head, IndexRange keys, float* values)
    {
        float* row = head.Values + (keys.Start * head.Stride);
        for (int key = keys.Start; key < keys.End; key++, row += head.Stride, values += head.HeadSize)
        {
            for (int i = 0; i < head.HeadSize; i += TSimd.Count)
            {
                TSimd.Store(TSimd.Load(row + i), values + i);
            }
        }
    }

    /// <summary>[keys, head size] x [head size, queries] for two panels: keys that both see are read once.</summary>
    private static void Score(in AttentionHead head, IndexRange first, IndexRange second, float* panels, float* scores, float* secondScores)
    {
        float* secondPanel = panels + (PanelWidth * head.HeadSize);
        if (second.Length == 0 || ProductKernel<TSimd, TVector>.PanelsPerTile < Panels)
        {
            Multiply(head, first, panels, null, scores, 0);
            Multiply(head, second, secondPanel, null, secondScores, 0);
            return;
        }

        // Of neighbours, the first panel sees keys before the second does, and none behind it.
        int before = second.Start - first.Start;
        Multiply(head, new IndexRange(first.Start, second.Start), panels, null, scores, 0);
        float* shared = scores + (before * PanelWidth);
        Multiply(head, new IndexRange(second.Start, first.End), panels, secondPanel, shared, (nint)(secondScores - shared));
        Multiply(head, new IndexRange(first.End, second.End), secondPanel, null, secondScores + ((first.End - second.Start) * PanelWidth), 0);
    }

    private static void Multiply(in AttentionHead head, IndexRange keys, float* panel, float* second, float* scores, nint toSecond)
    {
        if (keys.Length > 0)
        {
            ProductKernel<TSimd, TVector>.MultiplyRowsToPanels(head.Keys + (keys.Start * head.Stride), head.Stride, keys.Length, panel, second, head.HeadSize, scores, toSecond);
        }
    }

    /// <summary>The softmax of a panel, and [queries, keys] x [keys, head size].</summary>
    private static void Finish(in AttentionHead head, QueryBlock part, float* scores, float scale, float* inverses, float* values)
    {
        AttentionColumns<TSimd, TVector>.HideUnseen<BeforeSoftmax>(head, part, scores);
        AttentionColumns<TSimd, TVector>.Exponentials(scores, part.Seen.Length, scale, inverses);
        AttentionColumns<TSimd, TVector>.HideUnseen<AfterSoftmax>(head, part, scores);
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

    /// <summary>Brings rows to the second cache that the next block will read.</summary>
    private static void FetchNext(in AttentionHead head, IndexRange queries)
    {
        int ahead = head.IsCausal ? 0 : head.Near - 1;
        var keys = new IndexRange(queries.Start + ahead, Math.Min(queries.End + ahead, head.Length));
        AttentionKernel<TSimd, TVector>.Fetch(head.Queries, head.Stride, queries, head.HeadSize);
        AttentionKernel<TSimd, TVector>.Fetch(head.Keys, head.Stride, keys, head.HeadSize);
        AttentionKernel<TSimd, TVector>.Fetch(head.Values, head.Stride, keys, head.HeadSize);
    }
}
