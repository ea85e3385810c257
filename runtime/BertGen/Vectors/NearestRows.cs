using System.Collections.Concurrent;
using System.Numerics.Tensors;
using BertGen.Engine.Batches;

namespace BertGen.Vectors;

/// <summary>
/// Exact search: compares vectors with every row of a matrix and keeps the best of each. What is found does not depend on how the rows
/// are dealt out to threads, because scores have one order of summation and equal ones are ordered by their rows.
/// </summary>
internal static class NearestRows
{
    /// <summary>Products below which a second thread costs more than it brings.</summary>
    private const long ProductsOfThread = 1 << 19;

    /// <summary>Finds the best rows for each query.</summary>
    /// <param name="function">How vectors are compared.</param>
    /// <param name="queries">Vectors, one after the other.</param>
    /// <param name="queryCount">How many.</param>
    /// <param name="rows">(rows, width).</param>
    /// <param name="count">Most rows for each.</param>
    /// <returns>For each query its rows, best first.</returns>
    /// <exception cref="ArgumentException">The queries have another width.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or there is no such function.</exception>
    public static RankedText[][] Find(SimilarityFunction function, ReadOnlySpan<float> queries, int queryCount, Tensor<float> rows, int count)
    {
        int rowCount = (int)rows.Lengths[0], width = (int)rows.Lengths[1];
        CheckWidth(queries.Length, queryCount, width, nameof(queries));
        float[] wanted = queries.ToArray();
        double[] norms = VectorPair.Norms(function, wanted, queryCount, width);
        return Find(queryCount, rowCount, width, count, (start, end, best) =>
        {
            ReadOnlySpan<float> values = DenseValues.Of<float>(rows);
            for (int row = start; row < end; row++)
            {
                ReadOnlySpan<float> vector = values.Slice(row * width, width);
                double norm = VectorPair.Norm(function, vector);
                for (int query = 0; query < best.Length; query++)
                {
                    best[query].Offer(row, (float)VectorPair.Compare(function, wanted.AsSpan(query * width, width), vector, norms[query] * norm));
                }
            }
        });
    }

    /// <summary>The same for vectors of bits or bytes.</summary>
    /// <param name="compare">How they are compared.</param>
    /// <param name="sign">1 where more is better, -1 where less is: a score is the result times this.</param>
    /// <param name="queries">(queries, width).</param>
    /// <param name="rows">(rows, width).</param>
    /// <param name="count">Most rows for each.</param>
    public static RankedText[][] Find<T>(QuantizedComparison<T> compare, int sign, Tensor<T> queries, Tensor<T> rows, int count)
        where T : unmanaged
    {
        int queryCount = (int)queries.Lengths[0], width = (int)rows.Lengths[1];
        CheckWidth(queries.FlattenedLength, queryCount, width, nameof(queries));
        T[] wanted = DenseValues.Of<T>(queries).ToArray();
        return Find(queryCount, (int)rows.Lengths[0], width, count, (start, end, best) =>
        {
            ReadOnlySpan<T> values = DenseValues.Of<T>(rows);
            for (int row = start; row < end; row++)
            {
                ReadOnlySpan<T> vector = values.Slice(row * width, width);
                for (int query = 0; query < best.Length; query++)
                {
                    best[query].Offer(row, sign * compare(wanted.AsSpan(query * width, width), vector));
                }
            }
        });
    }

    private static RankedText[][] Find(int queryCount, int rowCount, int width, int count, Action<int, int, BestRows[]> scan)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        count = Math.Min(count, rowCount);
        if (count == 0 || queryCount == 0)
        {
            return [.. Enumerable.Range(0, queryCount).Select(_ => Array.Empty<RankedText>())];
        }

        var best = new BestRows[queryCount];
        for (int query = 0; query < queryCount; query++)
        {
            best[query] = new BestRows(count);
        }

        long products = (long)queryCount * rowCount * Math.Max(width, 1);
        int threads = (int)Math.Clamp(products / ProductsOfThread, 1, Environment.ProcessorCount);
        if (threads == 1)
        {
            scan(0, rowCount, best);
        }
        else
        {
            Parallel.ForEach(
                Partitioner.Create(0, rowCount, Math.Max(1, (rowCount + (4 * threads) - 1) / (4 * threads))),
                new ParallelOptions { MaxDegreeOfParallelism = threads },
                () => Array.ConvertAll(best, _ => new BestRows(count)),
                (range, _, own) =>
                {
                    scan(range.Item1, range.Item2, own);
                    return own;
                },
                own =>
                {
                    lock (best)
                    {
                        for (int query = 0; query < best.Length; query++)
                        {
                            best[query].Add(own[query]);
                        }
                    }
                });
        }

        return Array.ConvertAll(best, rows => rows.Ordered());
    }

    private static void CheckWidth(nint length, int count, int width, string name)
    {
        if (length != (long)count * width)
        {
            throw new ArgumentException($"Expected vectors of {width} values, as the rows have; found {(count == 0 ? 0 : length / count)}.", name);
        }
    }
}
