using System.Globalization;
using System.Numerics.Tensors;

namespace BertGen.Tool.Quality;

/// <summary>How near the vectors of one precision are to those of another, text by text.</summary>
/// <param name="Mean">The mean of the cosines.</param>
/// <param name="FirstPercentile">The cosine that one text in a hundred stays below.</param>
/// <param name="Smallest">The smallest cosine.</param>
/// <param name="Nearest">Of the ten nearest texts of each, the share that is among its ten nearest still.</param>
internal sealed record QualityComparison(double Mean, double FirstPercentile, double Smallest, double Nearest)
{
    /// <summary>Neighbours that are looked at; there have to be more texts.</summary>
    public const int NearestCount = 10;

    /// <summary>Compares vectors of the same texts.</summary>
    /// <param name="expected">(texts, width).</param>
    /// <param name="found">(texts, width).</param>
    public static QualityComparison Of(Tensor<float> expected, Tensor<float> found) => Of(Rows(expected), Rows(found));

    /// <summary>Compares vectors of the same texts.</summary>
    public static QualityComparison Of(float[][] expected, float[][] found)
    {
        double[] cosines = [.. expected.Zip(found, Cosine).Order()];
        double kept = Enumerable.Range(0, expected.Length).Average(i => NearestOf(expected, i).Intersect(NearestOf(found, i)).Count() / (double)NearestCount);
        return new QualityComparison(cosines.Average(), cosines[cosines.Length / 100], cosines[0], kept);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"mean {Mean:F5}, 1st percentile {FirstPercentile:F5}, smallest {Smallest:F5}, ten nearest {Nearest * 100:F1} %");

    // In double precision: near 1, float32 has steps of 6e-8.
    private static double Cosine(float[] left, float[] right)
    {
        (double product, double lefts, double rights) = (0, 0, 0);
        for (int i = 0; i < left.Length; i++)
        {
            product += (double)left[i] * right[i];
            lefts += (double)left[i] * left[i];
            rights += (double)right[i] * right[i];
        }

        return product / Math.Sqrt(lefts * rights);
    }

    // Of texts with one vector the first ones are the nearest, in both precisions.
    private static IEnumerable<int> NearestOf(float[][] rows, int row)
    {
        float[] scores = [.. rows.Select(other => TensorPrimitives.CosineSimilarity<float>(rows[row], other))];
        return Enumerable.Range(0, rows.Length).Where(other => other != row).OrderByDescending(other => scores[other]).Take(NearestCount);
    }

    /// <summary>The rows of a matrix.</summary>
    public static float[][] Rows(Tensor<float> vectors)
    {
        float[] values = new float[vectors.FlattenedLength];
        vectors.FlattenTo(values);
        return [.. values.Chunk((int)vectors.Lengths[1])];
    }
}
