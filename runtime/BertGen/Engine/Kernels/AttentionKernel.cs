using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace BertGen.Engine.Kernels;

/// <summary>
/// softmax(Q K^T / sqrt(head size)) V of one head over one sequence, for panels of 16 queries, one a lane: the scores are K Q^T, a row
/// for every key, the softmax runs down the columns, and the result is V^T times them. So scores are the right side of the second
/// product as the first one leaves them, no sum runs across a vector, and they never leave the cache.
/// </summary>
internal static unsafe class AttentionKernel<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int PanelWidth = PackedMatrix.PanelWidth;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Attend(in AttentionHead head, float* scratch)
    {
        var layout = new AttentionScratch(head.Length, head.HeadSize, head.Near);
        var cut = new RowCut(head.Length, TSimd.TileRows);
        float* values = scratch + layout.Values;
        bool hasRunsOfBias = AttentionColumns<TSimd, TVector>.GatherBias(head, scratch + layout.Bias);

        for (int start = 0, packed = 0; start < head.WantedCount;)
        {
            QueryBlock block = QueryBlock.Next(head, start, layout.Panels * PanelWidth, layout.Keys, cut);
            if (block.Seen.End > packed)
            {
                // Of a long text only a window is near.
                PackKeys(head, new IndexRange(packed, block.Seen.End), cut, scratch, values);
                packed = block.Seen.End;
            }

            // In a long text they are far away, and where rows have all heads side by side, far apart too.
            int next = start + block.Rows;
            Fetch(head.Keys, head.Stride, new IndexRange(packed, Math.Min(packed + block.Rows, head.Length)), head.HeadSize);
            Fetch(head.Values, head.Stride, new IndexRange(packed, Math.Min(packed + block.Rows, head.Length)), head.HeadSize);
            if (head.Wanted.IsEmpty)
            {
                Fetch(head.Queries, head.Stride, new IndexRange(next, Math.Min(next + block.Rows, head.WantedCount)), head.HeadSize);
            }

            int panels = PackedMatrix.CountPanels(block.Rows);
            PackQueries(head, block, scratch + layout.Queries);

            // [keys, head size] x [head size, queries]
            ProductKernel<TSimd, TVector>.MultiplyToPanels(
                scratch + ((nint)block.Seen.Start * head.HeadSize),
                head.HeadSize,
                block.Seen.Length,
                cut.CountOf(block.Seen),
                scratch + layout.Queries,
                head.HeadSize,
                panels,
                head.HeadSize,
                scratch + layout.Scores,
                layout.Keys);

            for (int panel = 0; panel < panels; panel++)
            {
                QueryBlock part = block.Part(head, panel * PanelWidth, PanelWidth);
                Softmax(
                    head,
                    part,
                    block.Seen,
                    scratch + layout.Scores + ((nint)panel * PanelWidth * layout.Keys),
                    scratch + layout.Inverses + (panel * PanelWidth),
                    scratch,
                    layout,
                    hasRunsOfBias);
            }

            // [head size, keys] x [keys, queries]
            MultiplyValues(head, block, values, scratch, layout, panels);
            for (int row = 0, panel = 0; panel < panels; row += PanelWidth, panel++)
            {
                StoreContext(
                    head,
                    block.Start + row,
                    Math.Min(PanelWidth, block.Rows - row),
                    scratch + layout.Sums + (row * head.HeadSize),
                    scratch + layout.Inverses + row);
            }

            start = next;
        }
    }

    /// <summary>Packs keys as rows of the first product, and values, as columns, as rows of the second.</summary>
    private static void PackKeys(in AttentionHead head, IndexRange part, RowCut cut, float* keys, float* values)
    {
        RowPacking.PackSomeTiles(
            head.Keys + (part.Start * head.Stride), head.Stride, part.Length, cut.CountOf(part), head.HeadSize, keys + ((nint)part.Start * head.HeadSize));
        RowPacking.PackColumns(head.Values, head.Stride, head.HeadSize, part, head.Length, values, TSimd.TileRows);
    }

    /// <summary>Brings rows to the second cache that the next block will read.</summary>
    public static void Fetch(float* rows, nint stride, IndexRange part, int width)
    {
        if (Sse.IsSupported)
        {
            for (int row = part.Start; row < part.End; row++)
            {
                for (int i = 0; i < width; i += ProductKernel<TSimd, TVector>.LineFloats)
                {
                    Sse.Prefetch1(rows + (row * stride) + i);
                }
            }
        }
    }

    /// <summary>Panels of 16 queries, [head size, 16].</summary>
    private static void PackQueries(in AttentionHead head, QueryBlock block, float* panels)
    {
        if (head.Wanted.IsEmpty)
        {
            PanelPacking.PackAsColumns(head.Queries + (block.Start * head.Stride), head.Stride, block.Rows, head.HeadSize, panels);
            return;
        }

        for (int row = 0; row < block.Rows; row += PanelWidth)
        {
            float* panel = panels + (row * head.HeadSize);
            new Span<float>(panel, PanelWidth * head.HeadSize).Clear();
            for (int column = 0; column < Math.Min(PanelWidth, block.Rows - row); column++)
            {
                float* query = head.Queries + (head.Piece(block.Start + row + column) * head.Stride);
                RowPacking.Interleave(query, head.Stride, rows: 1, head.HeadSize, panel + column, PanelWidth);
            }
        }
    }

    /// <summary>exp of the scores of a panel, zero where a key is not seen, and one over their sums.</summary>
    private static void Softmax(
        in AttentionHead head, QueryBlock part, IndexRange keys, float* panel, float* inverses, float* scratch, AttentionScratch layout, bool hasRunsOfBias)
    {
        float* scores = panel + ((nint)(part.Seen.Start - keys.Start) * PanelWidth);
        float scale = 1f / MathF.Sqrt(head.HeadSize);
        if (head.Bias != null)
        {
            AttentionColumns<TSimd, TVector>.AddBias(head, part, scores, scale, scratch + layout.Bias, hasRunsOfBias);
            scale = 1f;
        }

        if (head.SeesAll)
        {
            AttentionColumns<TSimd, TVector>.Exponentials(scores, part.Seen.Length, scale, inverses);
        }
        else
        {
            AttentionColumns<TSimd, TVector>.HideUnseen(head, part, scores);
            AttentionColumns<TSimd, TVector>.Exponentials(scores, part.Seen.Length, scale, inverses);
            new Span<float>(panel, (part.Seen.Start - keys.Start) * PanelWidth).Clear();
            new Span<float>(scores + ((nint)part.Seen.Length * PanelWidth), (keys.End - part.Seen.End) * PanelWidth).Clear();
        }

        if (head.Dropout.IsActive)
        {
            AttentionColumns<TSimd, TVector>.Drop(head, part, scores, scratch + layout.Row);
        }
    }

    private static void MultiplyValues(in AttentionHead head, QueryBlock block, float* values, float* scratch, AttentionScratch layout, int panels)
    {
        // Tiles of values have all keys; those that are seen are a run in each.
        float* sums = scratch + layout.Sums;
        for (int tiles = RowTiles.Count(head.HeadSize, TSimd.TileRows), rows = head.HeadSize; tiles > 0; tiles--)
        {
            int height = RowTiles.Height(rows, tiles);
            ProductKernel<TSimd, TVector>.MultiplyToPanels(
                values + (block.Seen.Start * height), head.Length, height, 1, scratch + layout.Scores, layout.Keys, panels, block.Seen.Length, sums, head.HeadSize);
            values += (nint)height * head.Length;
            sums += height * PanelWidth;
            rows -= height;
        }
    }

    /// <summary>The sums of a panel, [head size, 16], divided by those of the softmax, as rows of the context.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StoreContext(in AttentionHead head, int first, int rows, float* sums, float* inverses)
    {
        for (int column = 0; column < PanelWidth; column += TSimd.Count)
        {
            TVector inverse = TSimd.Load(inverses + column);
            for (int i = 0; i < head.HeadSize; i++)
            {
                float* sum = sums + (i * PanelWidth) + column;
                TSimd.Store(TSimd.Multiply(TSimd.Load(sum), inverse), sum);
            }
        }

        RowPacking.Interleave(sums, PanelWidth, head.HeadSize, rows, head.Context + (first * head.ContextStride), (int)head.ContextStride);
    }
}
