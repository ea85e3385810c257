using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BertGen.Engine.Kernels;

/// <summary>
/// softmax(Q K^T / sqrt(head size)) V of one head over one sequence. Keys and values are packed like weights; scores are
/// made for a block of queries at a time and never leave the cache.
/// </summary>
internal static unsafe class AttentionKernel<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int PanelWidth = PackedMatrix.PanelWidth;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Attend(in AttentionHead head, float* scratch)
    {
        var layout = new AttentionScratch(head.Length, head.HeadSize, head.Near, head.IsCausal);
        float* keys = scratch;
        float* values = scratch + layout.Values;
        float* queries = scratch + layout.Queries;
        float* scores = scratch + layout.Scores;
        float* sums = scratch + layout.Sums;
        PackAsColumns(head.Keys, head.Stride, head.Length, head.HeadSize, keys);
        PackAsRows(head.Values, head.Stride, head.Length, head.HeadSize, values);

        float scale = 1f / MathF.Sqrt(head.HeadSize);
        float* inverses = stackalloc float[AttentionScratch.MaxBlockRows];
        for (int start = 0, rows; start < head.WantedCount; start += rows)
        {
            (rows, IndexRange seen) = NextBlock(head, start, layout.BlockRows, layout.Keys);
            for (int row = 0; row < rows; row++)
            {
                Copy(head.Queries + (Piece(head, start + row) * head.Stride), queries + (row * layout.HeadSize), head.HeadSize);
            }

            // [rows, head size] x [head size, keys]
            ProductKernel<TSimd, TVector>.MultiplyPart<RowMajor, StoreSum>(
                queries, layout.HeadSize, rows, keys + (seen.Start * head.HeadSize), head.HeadSize, WholePanels(seen.Length), head.HeadSize, scores, layout.Stride);

            for (int row = 0; row < rows; row++)
            {
                float* x = scores + (row * layout.Stride);
                float factor = AddBias(head, start + row, x, scale, scratch + layout.Bias);
                inverses[row] = 1f / Softmax(head, start + row, x, seen, factor);
            }

            Drop(head, start, rows, scores, layout.Stride, seen);

            // [rows, keys] x [keys, head size]
            ProductKernel<TSimd, TVector>.MultiplyPart<RowMajor, StoreSum>(
                scores, layout.Stride, rows, values + (seen.Start * PanelWidth), head.Length, layout.HeadSize, seen.Length, sums, layout.HeadSize);

            for (int row = 0; row < rows; row++)
            {
                float* context = head.Context + ((start + row) * head.ContextStride);
                RowKernels<TSimd, TVector>.Scale(sums + (row * layout.HeadSize), inverses[row], context, head.HeadSize);
            }
        }
    }

    /// <summary>The next wanted pieces that are worked on together, and the keys that any of them sees, from the start of a panel.</summary>
    /// <param name="head">The head.</param>
    /// <param name="start">The first of them.</param>
    /// <param name="mostRows">Most pieces.</param>
    /// <param name="mostKeys">Most keys; any piece sees fewer by itself.</param>
    public static (int Rows, IndexRange Seen) NextBlock(in AttentionHead head, int start, int mostRows, int mostKeys)
    {
        int rows = Math.Min(mostRows, head.WantedCount - start);
        if (head.SeesAll)
        {
            return (rows, new IndexRange(0, head.Length));
        }

        IndexRange seen = head.Seen(Piece(head, start));
        int first = seen.Start / PanelWidth * PanelWidth;
        int count = 1;
        for (; count < rows; count++)
        {
            // A piece that nobody attends to stands last, wherever its column is.
            IndexRange own = head.Seen(Piece(head, start + count));
            if (own.Start < first || own.End - first > mostKeys)
            {
                break;
            }

            seen = new IndexRange(seen.Start, Math.Max(seen.End, own.End));
        }

        return (count, new IndexRange(first, seen.End));
    }

    /// <summary>Exponentials of a row of scores, zero where a key is not seen; returns their sum.</summary>
    /// <remarks>Sums run from the first key that is seen, so that they do not depend on the block.</remarks>
    public static float Softmax(in AttentionHead head, int wanted, float* scores, IndexRange block, float factor)
    {
        IndexRange own = head.Seen(Piece(head, wanted));
        float sum = RowKernels<TSimd, TVector>.ExpAndSum(scores + (own.Start - block.Start), own.Length, factor);
        new Span<float>(scores, own.Start - block.Start).Clear();
        if (own.End < block.End)
        {
            new Span<float>(scores + (own.End - block.Start), block.End - own.End).Clear();
        }

        return sum;
    }

    /// <summary>As many columns as whole panels have.</summary>
    public static int WholePanels(int columns) => (columns + PanelWidth - 1) / PanelWidth * PanelWidth;

    /// <summary>The piece of the sequence whose attention is the wanted one of a number.</summary>
    public static int Piece(in AttentionHead head, int wanted) => head.Wanted.IsEmpty ? wanted : head.Wanted[wanted] - head.FirstPiece;

    /// <summary>scores = scores * scale + bias by distance, where there is a bias.</summary>
    /// <param name="head">The head.</param>
    /// <param name="wanted">Which of the wanted pieces is the query.</param>
    /// <param name="scores">Its scores, the row long enough for whole panels.</param>
    /// <param name="scale">Factor of the scores.</param>
    /// <param name="gathered">Room for a row.</param>
    /// <returns>What is left to multiply the scores with.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float AddBias(in AttentionHead head, int wanted, float* scores, float scale, float* gathered)
    {
        if (head.Bias is null)
        {
            return scale;
        }

        int piece = Piece(head, wanted);
        float* bias = head.Bias - piece;
        if (!head.HasRunsOfBias)
        {
            int padded = (head.Length + PanelWidth - 1) / PanelWidth * PanelWidth;
            for (int key = 0; key < padded; key++)
            {
                gathered[key] = key < head.Length ? head.Bias[head.Distance(piece, key)] : 0f;
            }

            bias = gathered;
        }

        TVector scales = TSimd.Broadcast(scale);
        for (int i = 0; i < head.Length; i += TSimd.Count)
        {
            TSimd.Store(TSimd.MultiplyAdd(TSimd.Load(scores + i), scales, TSimd.Load(bias + i)), scores + i);
        }

        return 1f;
    }

    /// <summary>Drops values of the softmax of a block of queries.</summary>
    /// <param name="head">The head.</param>
    /// <param name="start">First query of the block.</param>
    /// <param name="rows">Queries of the block.</param>
    /// <param name="softmax">Their rows.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="block">The keys of the block.</param>
    public static void Drop(in AttentionHead head, int start, int rows, float* softmax, nint stride, IndexRange block)
    {
        for (int row = 0; head.Dropout.IsActive && row < rows; row++)
        {
            IndexRange own = head.Seen(Piece(head, start + row));
            float* values = softmax + (row * stride) + (own.Start - block.Start);
            head.Dropout.Apply(values, values, own.Length, head.FirstDropoutRow + ((long)(start + row) * head.DropoutRowStep));
        }
    }

    /// <summary>Panels of 16 rows as columns, [head size, 16]; rows past the last are zero.</summary>
    /// <param name="rows">Keys, or values, of the sequence.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="length">Number of rows.</param>
    /// <param name="headSize">Values in a row.</param>
    /// <param name="panels">Where they go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackAsColumns(float* rows, nint stride, int length, int headSize, float* panels)
    {
        for (int first = 0; first < length; first += PanelWidth)
        {
            int count = Math.Min(PanelWidth, length - first);
            if (count < PanelWidth)
            {
                NativeMemory.Clear(panels, (nuint)(headSize * PanelWidth * sizeof(float)));
            }

            RowPacking.Interleave(rows + (first * stride), stride, count, headSize, panels, PanelWidth);
            panels += headSize * PanelWidth;
        }
    }

    /// <summary>Panels of 16 columns of the rows, [length, 16]; columns past the last are zero.</summary>
    /// <param name="rows">Values, or keys, of the sequence.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="length">Number of rows.</param>
    /// <param name="headSize">Values in a row.</param>
    /// <param name="panels">Where they go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackAsRows(float* rows, nint stride, int length, int headSize, float* panels)
    {
        for (int column = 0; column < headSize; column += PanelWidth)
        {
            int width = Math.Min(PanelWidth, headSize - column);
            for (int i = 0; i < length; i++)
            {
                Copy(rows + (i * stride) + column, panels, width);
                for (int j = width; j < PanelWidth; j++)
                {
                    panels[j] = 0f;
                }

                panels += PanelWidth;
            }
        }
    }

    /// <summary>Copies a few values without the call that a span's copy is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(float* source, float* destination, int count)
    {
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
        {
            TSimd.Store(TSimd.Load(source + i), destination + i);
        }

        for (; i < count; i++)
        {
            destination[i] = source[i];
        }
    }
}
