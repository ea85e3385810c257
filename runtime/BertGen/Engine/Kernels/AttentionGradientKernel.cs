using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BertGen.Engine.Kernels;

/// <summary>
/// The gradients of one head over one sequence. The softmax is computed again, a block of queries at a time, as in the forward
/// pass; nothing of the size of the scores is kept between the passes.
/// </summary>
/// <remarks>
/// With P the softmax, M the dropout, C the context and dC its gradient: dV = (P M)^T dC, dP = (dC V^T) M,
/// dS = P (dP - rowsum(dC C)) / sqrt(head size), dQ = dS K, dK = dS^T Q; of what is added to scaled scores, dS sqrt(head size).
/// </remarks>
internal static unsafe class AttentionGradientKernel<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Attend(in AttentionHead head, in AttentionHeadGradient gradient, float* scratch)
    {
        var layout = new AttentionGradientScratch(head.Length, head.HeadSize, head.Near, head.IsCausal);
        int size = layout.HeadSize;
        float* keyColumns = scratch;
        float* valueColumns = scratch + layout.ValueColumns;
        float* keyRows = scratch + layout.KeyRows;
        float* keySums = scratch + layout.KeySums;
        float* valueSums = scratch + layout.ValueSums;
        float* queries = scratch + layout.Queries;
        float* outputs = scratch + layout.Outputs;
        float* queryRows = scratch + layout.QueryRows;
        float* outputRows = scratch + layout.OutputRows;
        float* softmax = scratch + layout.Softmax;
        float* scores = scratch + layout.Scores;
        float* packed = scratch + layout.Packed;
        PanelPacking.PackAsColumns(head.Keys, head.Stride, head.Length, head.HeadSize, keyColumns);
        PanelPacking.PackAsColumns(head.Values, head.Stride, head.Length, head.HeadSize, valueColumns);
        AttentionRows<TSimd, TVector>.PackAsRows(head.Keys, head.Stride, head.Length, head.HeadSize, keyRows);
        NativeMemory.Clear(keySums, (nuint)(head.Length * size * sizeof(float)));
        NativeMemory.Clear(valueSums, (nuint)(head.Length * size * sizeof(float)));
        if (!head.Wanted.IsEmpty)
        {
            ClearQueries(head, gradient);
        }

        float scale = 1f / MathF.Sqrt(head.HeadSize);
        var cut = RowCut.Panels(head.Length);
        for (int start = 0, rows; start < head.WantedCount; start += rows)
        {
            QueryBlock block = QueryBlock.Next(head, start, layout.BlockRows, layout.Keys, cut);
            IndexRange seen = block.Seen;
            rows = block.Rows;
            int columns = PackedMatrix.WholePanels(seen.Length);
            for (int row = 0; row < rows; row++)
            {
                AttentionRows<TSimd, TVector>.Copy(head.Queries + (head.Piece(block.Start + row) * head.Stride), queries + (row * size), head.HeadSize);
                AttentionRows<TSimd, TVector>.Copy(gradient.Context + ((start + row) * gradient.ContextStride), outputs + (row * size), head.HeadSize);
            }

            ProductKernel<TSimd, TVector>.MultiplyPart<RowMajor, StoreSum>(
                queries, size, rows, keyColumns + (seen.Start * head.HeadSize), head.HeadSize, columns, head.HeadSize, softmax, layout.Stride);
            ProductKernel<TSimd, TVector>.MultiplyPart<RowMajor, StoreSum>(
                outputs, size, rows, valueColumns + (seen.Start * head.HeadSize), head.HeadSize, columns, head.HeadSize, scores, layout.Stride);
            for (int row = 0; row < rows; row++)
            {
                float* p = softmax + (row * layout.Stride);
                float factor = AttentionRows<TSimd, TVector>.AddBias(head, start + row, p, scale, scratch + layout.Bias);
                float inverse = 1f / AttentionRows<TSimd, TVector>.Softmax(head, start + row, p, seen, factor);
                RowKernels<TSimd, TVector>.Scale(p, inverse, p, seen.Length);
            }

            // Scores hold dP; what dropout kept of P goes with the gradient of the values.
            AttentionRows<TSimd, TVector>.Drop(head, block, scores, layout.Stride);
            if (head.Dropout.IsActive)
            {
                float* dropped = scratch + layout.Dropped;
                new ReadOnlySpan<float>(softmax, rows * layout.Stride).CopyTo(new Span<float>(dropped, rows * layout.Stride));
                AttentionRows<TSimd, TVector>.Drop(head, block, dropped, layout.Stride);
                RowPacking.PackColumns(dropped, layout.Stride, seen.Length, rows, packed, TSimd.TileRows);
            }
            else
            {
                RowPacking.PackColumns(softmax, layout.Stride, seen.Length, rows, packed, TSimd.TileRows);
            }

            AttentionRows<TSimd, TVector>.PackAsRows(outputs, size, rows, head.HeadSize, outputRows);
            ProductKernel<TSimd, TVector>.MultiplyAll<Interleaved, AddToSum>(packed, rows, seen.Length, outputRows, size, rows, valueSums + (seen.Start * size));

            for (int row = 0; row < rows; row++)
            {
                float dot = RowKernels<TSimd, TVector>.Dot(outputs + (row * size), head.Context + ((start + row) * head.ContextStride), head.HeadSize);
                ScoreGradient(softmax + (row * layout.Stride), scores + (row * layout.Stride), dot, scale, columns);
            }

            if (gradient.Bias is not null)
            {
                for (int row = 0; row < rows; row++)
                {
                    AddBiasGradient(head, gradient, head.Piece(block.Start + row), scores + (row * layout.Stride));
                }
            }

            // dQ overwrites the gradients of the outputs, which nothing reads any more.
            ProductKernel<TSimd, TVector>.MultiplyPart<RowMajor, StoreSum>(
                scores, layout.Stride, rows, keyRows + (seen.Start * PackedMatrix.PanelWidth), head.Length, size, seen.Length, outputs, size);
            for (int row = 0; row < rows; row++)
            {
                AttentionRows<TSimd, TVector>.Copy(outputs + (row * size), gradient.Queries + (head.Piece(block.Start + row) * gradient.Stride), head.HeadSize);
            }

            RowPacking.PackColumns(scores, layout.Stride, seen.Length, rows, packed, TSimd.TileRows);
            AttentionRows<TSimd, TVector>.PackAsRows(queries, size, rows, head.HeadSize, queryRows);
            ProductKernel<TSimd, TVector>.MultiplyAll<Interleaved, AddToSum>(packed, rows, seen.Length, queryRows, size, rows, keySums + (seen.Start * size));
        }

        for (int row = 0; row < head.Length; row++)
        {
            float* keys = gradient.Keys + (row * gradient.Stride);
            float* values = gradient.Values + (row * gradient.Stride);
            if (gradient.AddsToKeys)
            {
                RowKernels<TSimd, TVector>.Add(keys, keySums + (row * size), keys, head.HeadSize);
                RowKernels<TSimd, TVector>.Add(values, valueSums + (row * size), values, head.HeadSize);
            }
            else
            {
                AttentionRows<TSimd, TVector>.Copy(keySums + (row * size), keys, head.HeadSize);
                AttentionRows<TSimd, TVector>.Copy(valueSums + (row * size), values, head.HeadSize);
            }
        }
    }

    /// <summary>Pieces that nothing was wanted of have no gradient of their queries.</summary>
    private static void ClearQueries(in AttentionHead head, in AttentionHeadGradient gradient)
    {
        for (int piece = 0; piece < head.Length; piece++)
        {
            new Span<float>(gradient.Queries + (piece * gradient.Stride), head.HeadSize).Clear();
        }
    }

    /// <summary>Adds the gradients of a row of scores to the sums of their distances.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBiasGradient(in AttentionHead head, in AttentionHeadGradient gradient, int piece, float* scores)
    {
        for (int key = 0; key < head.Length; key++)
        {
            gradient.Bias[head.Distance(piece, key)] += scores[key];
        }
    }

    /// <summary>scores = softmax * (scores - dot) * scale</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScoreGradient(float* softmax, float* scores, float dot, float scale, int length)
    {
        TVector dots = TSimd.Broadcast(dot), scales = TSimd.Broadcast(scale);
        for (int i = 0; i < length; i += TSimd.Count)
        {
            TVector difference = TSimd.Multiply(TSimd.Subtract(TSimd.Load(scores + i), dots), scales);
            TSimd.Store(TSimd.Multiply(TSimd.Load(softmax + i), difference), scores + i);
        }
    }
}
