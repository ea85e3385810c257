using System.Runtime.CompilerServices;

namespace BertGen.Engine.Kernels;

/// <summary>What is done to the scores of queries, a row for each, between the products of the gradient of attention.</summary>
internal static unsafe class AttentionRows<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int PanelWidth = PackedMatrix.PanelWidth;

    /// <summary>Exponentials of a row of scores, zero where a key is not seen; returns their sum.</summary>
    /// <remarks>Sums run from the first key that is seen, so that they do not depend on the block.</remarks>
    public static float Softmax(in AttentionHead head, int wanted, float* scores, IndexRange block, float factor)
    {
        IndexRange own = head.Seen(head.Piece(wanted));
        float sum = RowKernels<TSimd, TVector>.ExpAndSum(scores + (own.Start - block.Start), own.Length, factor);
        new Span<float>(scores, own.Start - block.Start).Clear();
        if (own.End < block.End)
        {
            new Span<float>(scores + (own.End - block.Start), block.End - own.End).Clear();
        }

        return sum;
    }

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

        int piece = head.Piece(wanted);
        float* bias = head.Bias - piece;
        if (!head.HasRunsOfBias)
        {
            int padded = PackedMatrix.WholePanels(head.Length);
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
    /// <param name="block">The queries and the keys that they see.</param>
    /// <param name="softmax">Their rows.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    public static void Drop(in AttentionHead head, QueryBlock block, float* softmax, nint stride)
    {
        for (int row = 0; head.Dropout.IsActive && row < block.Rows; row++)
        {
            IndexRange own = head.Seen(head.Piece(block.Start + row));
            float* values = softmax + (row * stride) + (own.Start - block.Seen.Start);
            head.Dropout.Apply(values, values, own.Length, head.DropoutRow(block.Start + row));
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
