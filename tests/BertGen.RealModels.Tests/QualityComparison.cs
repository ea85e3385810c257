using System.Numerics.Tensors;

namespace BertGen.RealModels.Tests;

/// <summary>How near vectors of one precision are to those of another: cosines, and how many of the ten nearest texts of each stay.</summary>
internal sealed record QualityComparison(double Mean, double FirstPercentile, double Smallest, double Nearest)
{
    private const int NearestCount = 10;

    public static QualityComparison Of(Tensor<float> expected, Tensor<float> found)
    {
        float[][] left = Rows(expected), right = Rows(found);
        double[] cosines = [.. left.Zip(right, (a, b) => (double)TensorPrimitives.CosineSimilarity(a, b)).Order()];
        double kept = left.Indices().Average(i => NearestOf(left, i).Intersect(NearestOf(right, i)).Count() / (double)NearestCount);
        return new QualityComparison(cosines.Average(), cosines[cosines.Length / 100], cosines[0], kept);
    }

    public override string ToString() => $"mean {Mean:F5}, 1st percentile {FirstPercentile:F5}, smallest {Smallest:F5}, ten nearest {Nearest:P1}";

    private static int[] NearestOf(float[][] rows, int row) =>
        [.. rows.Indices().Where(other => other != row).OrderByDescending(other => TensorPrimitives.Dot<float>(rows[row], rows[other])).Take(NearestCount)];

    private static float[][] Rows(Tensor<float> vectors)
    {
        float[] values = new float[vectors.FlattenedLength];
        vectors.FlattenTo(values);
        return [.. values.Chunk((int)vectors.Lengths[1])];
    }
}

internal static class Indexing
{
    public static IEnumerable<int> Indices<T>(this T[] items) => Enumerable.Range(0, items.Length);
}
