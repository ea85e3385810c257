using System.Numerics.Tensors;

namespace ReverseDictionary;

/// <summary>Finds the rows of a table nearest to a vector, by looking at all of them.</summary>
internal sealed class VectorIndex(VectorTable table, int threads)
{
    private static readonly Comparer<Neighbour> FarthestFirst = Comparer<Neighbour>.Create((a, b) => b.CompareTo(a));

    /// <returns>At most <paramref name="count"/> rows, the nearest first, the same for any number of threads.</returns>
    public Neighbour[] Nearest(float[] vector, int count)
    {
        int parts = Math.Min(threads, table.Rows);
        var found = new IEnumerable<Neighbour>[parts];
        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = threads }, part =>
            found[part] = NearestBetween(vector, count, Border(part), Border(part + 1)));
        return [.. found.SelectMany(neighbours => neighbours).Order().Take(count)];

        int Border(int part) => (int)((long)table.Rows * part / parts);
    }

    private IEnumerable<Neighbour> NearestBetween(ReadOnlySpan<float> vector, int count, int start, int end)
    {
        // A heap with the worst of the best on top: most rows are compared with it and dropped.
        var best = new PriorityQueue<Neighbour, Neighbour>(count, FarthestFirst);
        for (int row = start; row < end; row++)
        {
            var neighbour = new Neighbour(row, TensorPrimitives.Dot(table.Row(row), vector));
            if (best.Count < count)
            {
                best.Enqueue(neighbour, neighbour);
            }
            else if (neighbour.CompareTo(best.Peek()) < 0)
            {
                best.DequeueEnqueue(neighbour, neighbour);
            }
        }

        return best.UnorderedItems.Select(item => item.Element);
    }
}
