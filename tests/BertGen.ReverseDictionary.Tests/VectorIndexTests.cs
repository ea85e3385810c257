using System.Numerics.Tensors;
using ReverseDictionary;

namespace BertGen.ReverseDictionary.Tests;

public class VectorIndexTests
{
    private const int Columns = 8;

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1000, 10, 1)]
    [InlineData(1000, 10, 3)]
    [InlineData(1000, 1000, 7)]
    [InlineData(5, 100, 8)]
    public void The_nearest_rows_are_those_of_a_plain_sort(int rows, int count, int threads)
    {
        VectorTable table = RandomTable(rows);
        float[] query = [1, -2, 3, 0, 1, 1, 0, 2];

        IEnumerable<Neighbour> expected = Enumerable.Range(0, rows)
            .Select(row => new Neighbour(row, TensorPrimitives.Dot(table.Row(row), query)))
            .OrderByDescending(neighbour => neighbour.Score)
            .ThenBy(neighbour => neighbour.Row)
            .Take(count);

        Assert.Equal(expected, new VectorIndex(table, threads).Nearest(query, count));
    }

    // Small integers: many rows tie, and every dot product is exact.
    private static VectorTable RandomTable(int rows)
    {
        var table = new VectorTable(rows, Columns);
        var random = new Random(1);
        foreach (ref float value in table.Values.AsSpan())
        {
            value = random.Next(-2, 3);
        }

        return table;
    }
}
