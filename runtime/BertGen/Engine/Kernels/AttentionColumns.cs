using System.Runtime.CompilerServices;

namespace BertGen.Engine.Kernels;

/// <summary>What is done to the scores of a panel of 16 queries, [keys, 16], between the products of attention: down the columns, a query a lane.</summary>
internal static unsafe class AttentionColumns<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int PanelWidth = PackedMatrix.PanelWidth;
    private const float Hide = float.NegativeInfinity;
    private const float Keep = float.PositiveInfinity;

    /// <summary>What hides 16 lanes, leaves the next 16 as they are, and hides the 16 behind them: 16 of these, from anywhere, are an edge.</summary>
    private static ReadOnlySpan<float> Masks =>
    [
        Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide,
        Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep,
        Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide,
    ];

    /// <summary>x = exp((x - max) * scale) down every column for scale &gt; 0, and one over the sum of each.</summary>
    /// <param name="scores">The panel.</param>
    /// <param name="keys">Its rows, at least 1.</param>
    /// <param name="scale">Factor of the scores.</param>
    /// <param name="inverses">One value a column.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Exponentials(float* scores, int keys, float scale, float* inverses)
    {
        float factor = scale * Elementary<TSimd, TVector>.Log2E;
        TVector factors = TSimd.Broadcast(factor);
        for (int column = 0; column < PanelWidth; column += TSimd.Count)
        {
            float* x = scores + column;
            TVector shift = TSimd.Multiply(Largest(x, keys), TSimd.Broadcast(-factor));
            TVector sum = TSimd.Zero;
            for (int key = 0; key < keys; key++, x += PanelWidth)
            {
                TVector power = Elementary<TSimd, TVector>.Exp2(TSimd.MultiplyAdd(TSimd.Load(x), factors, shift));
                TSimd.Store(power, x);
                sum = TSimd.Add(sum, power);
            }

            TSimd.Store(TSimd.Divide(TSimd.Broadcast(1f), sum), inverses + column);
        }
    }

    /// <summary>
    /// Hides the keys of a panel that a query does not see, those before the first it sees and behind the last: with scores of negative
    /// infinity, whose exponential is 0.
    /// </summary>
    /// <param name="head">The head.</param>
    /// <param name="part">The queries and the keys of the panel.</param>
    /// <param name="scores">The panel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void HideUnseen(in AttentionHead head, QueryBlock part, float* scores)
    {
        if (!head.IsOneRun)
        {
            HideOneByOne(head, part, scores);
            return;
        }

        // The edge of the window moves by a lane from key to key.
        fixed (float* masks = Masks)
        {
            int query = part.Start;
            if (head.Near > 0)
            {
                int firstOfAll = Math.Min(query - head.Near + PanelWidth, part.Seen.End);
                for (int key = part.Seen.Start; key < firstOfAll; key++)
                {
                    Apply(scores + ((key - part.Seen.Start) * PanelWidth), masks + (2 * PanelWidth) - (key - query + head.Near));
                }
            }

            int lastOfAll = query + head.Ahead;
            for (int key = Math.Max(lastOfAll + 1, part.Seen.Start); key < part.Seen.End; key++)
            {
                Apply(scores + ((key - part.Seen.Start) * PanelWidth), masks + PanelWidth - (key - lastOfAll));
            }
        }
    }

    /// <summary>A score that is no number, of a key that is seen, becomes infinite: so is what the softmax makes of it no number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Apply(float* scores, float* mask)
    {
        for (int column = 0; column < PanelWidth; column += TSimd.Count)
        {
            TSimd.Store(TSimd.Min(TSimd.Load(scores + column), TSimd.Load(mask + column)), scores + column);
        }
    }

    /// <summary>Where queries do not stand side by side.</summary>
    private static void HideOneByOne(in AttentionHead head, QueryBlock part, float* scores)
    {
        for (int row = 0; row < part.Rows; row++)
        {
            IndexRange own = head.Seen(head.Piece(part.Start + row));
            for (int key = part.Seen.Start; key < own.Start; key++)
            {
                scores[((key - part.Seen.Start) * PanelWidth) + row] = Hide;
            }

            for (int key = own.End; key < part.Seen.End; key++)
            {
                scores[((key - part.Seen.Start) * PanelWidth) + row] = Hide;
            }
        }
    }

    /// <summary>
    /// Turns what is added by distance round, so that for one key the values of queries side by side are one run; false where there is no
    /// bias, or pieces are missing between them.
    /// </summary>
    /// <param name="head">The head.</param>
    /// <param name="runs">Where they go: the value for distance d is at Length - 1 - d.</param>
    public static bool GatherBias(in AttentionHead head, float* runs)
    {
        if (head.Bias == null || !head.HasRunsOfBias || !head.Wanted.IsEmpty)
        {
            return false;
        }

        for (int i = 0; i < (2 * head.Length) - 1; i++)
        {
            runs[i] = head.Bias[head.Length - 1 - i];
        }

        // Lanes behind the last query read on.
        new Span<float>(runs + (2 * head.Length) - 1, PanelWidth).Clear();
        return true;
    }

    /// <summary>scores = scores * scale + bias by distance</summary>
    /// <param name="head">The head.</param>
    /// <param name="part">The queries and the keys of the panel.</param>
    /// <param name="scores">The panel.</param>
    /// <param name="scale">Factor of the scores.</param>
    /// <param name="runs">What <see cref="GatherBias"/> has gathered.</param>
    /// <param name="hasRuns">Whether it has.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddBias(in AttentionHead head, QueryBlock part, float* scores, float scale, float* runs, bool hasRuns)
    {
        float* gathered = stackalloc float[PanelWidth];
        new Span<float>(gathered, PanelWidth).Clear();
        TVector scales = TSimd.Broadcast(scale);
        for (int key = part.Seen.Start; key < part.Seen.End; key++, scores += PanelWidth)
        {
            float* bias = gathered;
            if (hasRuns)
            {
                bias = runs + (head.Length - 1 - key + part.Start);
            }
            else
            {
                for (int row = 0; row < part.Rows; row++)
                {
                    gathered[row] = head.Bias[head.Distance(head.Piece(part.Start + row), key)];
                }
            }

            for (int column = 0; column < PanelWidth; column += TSimd.Count)
            {
                TSimd.Store(TSimd.MultiplyAdd(TSimd.Load(scores + column), scales, TSimd.Load(bias + column)), scores + column);
            }
        }
    }

    /// <summary>Drops values of the softmax.</summary>
    /// <param name="head">The head.</param>
    /// <param name="part">The queries and the keys of the panel.</param>
    /// <param name="softmax">The panel.</param>
    /// <param name="gathered">Room for the keys of one query.</param>
    public static void Drop(in AttentionHead head, QueryBlock part, float* softmax, float* gathered)
    {
        for (int row = 0; row < part.Rows; row++)
        {
            IndexRange own = head.Seen(head.Piece(part.Start + row));
            float* column = softmax + ((own.Start - part.Seen.Start) * PanelWidth) + row;
            for (int key = 0; key < own.Length; key++)
            {
                gathered[key] = column[key * PanelWidth];
            }

            head.Dropout.Apply(gathered, gathered, own.Length, head.DropoutRow(part.Start + row));
            for (int key = 0; key < own.Length; key++)
            {
                column[key * PanelWidth] = gathered[key];
            }
        }
    }

    /// <summary>The largest value of each column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Largest(float* x, int keys)
    {
        // Four at a time, since each waits for the one before.
        TVector a = TSimd.Load(x), b = a, c = a, d = a;
        int key = 1;
        for (; key <= keys - 4; key += 4)
        {
            float* next = x + (key * PanelWidth);
            a = TSimd.Max(a, TSimd.Load(next));
            b = TSimd.Max(b, TSimd.Load(next + PanelWidth));
            c = TSimd.Max(c, TSimd.Load(next + (2 * PanelWidth)));
            d = TSimd.Max(d, TSimd.Load(next + (3 * PanelWidth)));
        }

        for (; key < keys; key++)
        {
            a = TSimd.Max(a, TSimd.Load(x + (key * PanelWidth)));
        }

        return TSimd.Max(TSimd.Max(a, b), TSimd.Max(c, d));
    }
}
