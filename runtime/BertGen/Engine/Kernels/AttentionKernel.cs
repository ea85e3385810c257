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
        var layout = new AttentionScratch(head.Length, head.HeadSize);
        float* keys = scratch;
        float* values = scratch + layout.Values;
        float* queries = scratch + layout.Queries;
        float* scores = scratch + layout.Scores;
        float* sums = scratch + layout.Sums;
        PackKeys(head, keys);
        PackValues(head, values);

        float scale = 1f / MathF.Sqrt(head.HeadSize);
        float* inverses = stackalloc float[AttentionScratch.MaxBlockRows];
        for (int start = 0; start < head.WantedCount; start += layout.BlockRows)
        {
            int rows = Math.Min(layout.BlockRows, head.WantedCount - start);
            for (int row = 0; row < rows; row++)
            {
                int piece = head.Wanted.IsEmpty ? start + row : head.Wanted[start + row] - head.FirstPiece;
                Copy(head.Queries + (piece * head.Stride), queries + (row * layout.HeadSize), head.HeadSize);
            }

            // [rows, head size] x [head size, length]
            for (int column = 0; column < layout.Length; column += PanelWidth)
            {
                ProductKernel<TSimd, TVector>.Multiply<RowMajor, StoreSum, FetchNone>(
                    queries, layout.HeadSize, rows, keys + (column * head.HeadSize), head.HeadSize, null, scores + column, layout.Length, null);
            }

            for (int row = 0; row < rows; row++)
            {
                inverses[row] = 1f / RowKernels<TSimd, TVector>.ExpAndSum(scores + (row * layout.Length), head.Length, scale);
            }

            // [rows, length] x [length, head size]
            for (int column = 0; column < layout.HeadSize; column += PanelWidth)
            {
                ProductKernel<TSimd, TVector>.Multiply<RowMajor, StoreSum, FetchNone>(
                    scores, layout.Length, rows, values + (column * head.Length), head.Length, null, sums + column, layout.HeadSize, null);
            }

            for (int row = 0; row < rows; row++)
            {
                float* context = head.Context + ((start + row) * head.ContextStride);
                RowKernels<TSimd, TVector>.Scale(sums + (row * layout.HeadSize), inverses[row], context, head.HeadSize);
            }
        }
    }

    /// <summary>Panels of 16 keys, [head size, 16]; keys past the last are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackKeys(in AttentionHead head, float* panels)
    {
        for (int first = 0; first < head.Length; first += PanelWidth)
        {
            int count = Math.Min(PanelWidth, head.Length - first);
            if (count < PanelWidth)
            {
                NativeMemory.Clear(panels, (nuint)(head.HeadSize * PanelWidth * sizeof(float)));
            }

            RowPacking.Interleave(head.Keys + (first * head.Stride), head.Stride, count, head.HeadSize, panels, PanelWidth);
            panels += head.HeadSize * PanelWidth;
        }
    }

    /// <summary>Panels of 16 columns of the values, [length, 16]; columns past the last are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackValues(in AttentionHead head, float* panels)
    {
        for (int column = 0; column < head.HeadSize; column += PanelWidth)
        {
            int width = Math.Min(PanelWidth, head.HeadSize - column);
            for (int i = 0; i < head.Length; i++)
            {
                Copy(head.Values + (i * head.Stride) + column, panels, width);
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
    private static void Copy(float* source, float* destination, int count)
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
