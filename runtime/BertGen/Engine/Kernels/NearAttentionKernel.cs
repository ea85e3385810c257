using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

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
            QueryBlock first = Part(head, start, Math.Min(PanelWidth, rows));
            QueryBlock second = rows > PanelWidth ? Part(head, start + PanelWidth, rows - PanelWidth) : default;
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

    private static QueryBlock Part(in AttentionHead head, int start, int rows) =>
        new(start, rows, new IndexRange(head.Seen(start).Start, head.Seen(start + rows - 1).End));

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
            int rows = Math.Min(NearAttentionTile<TSimd, TVector>.Rows, part.Rows - row);
            QueryBlock tile = Part(head, part.Start + row, rows);
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
                    rows);
            }
        }
    }

    /// <summary>Brings rows to the second cache that the next block will read: they lie as far apart as all heads are wide.</summary>
    private static void FetchNext(in AttentionHead head, IndexRange queries)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        int ahead = head.IsCausal ? 0 : head.Near - 1;
        for (int row = queries.Start; row < queries.End; row++)
        {
            nint query = row * head.Stride, key = Math.Min(row + ahead, head.Length - 1) * head.Stride;
            for (int i = 0; i < head.HeadSize; i += ProductKernel<TSimd, TVector>.LineFloats)
            {
                Sse.Prefetch1(head.Queries + query + i);
                Sse.Prefetch1(head.Keys + key + i);
                Sse.Prefetch1(head.Values + key + i);
            }
        }
    }
}
