namespace BertGen.RealModels.Tests;

/// <summary>How far found vectors are from expected ones.</summary>
internal sealed class VectorComparison(string title)
{
    private const double Tolerance = 1e-5;

    private readonly List<(string Text, double Difference, double Cosine)> _texts = [];

    public void Add(string text, ReadOnlySpan<float> expected, ReadOnlySpan<float> found)
    {
        Assert.Equal(expected.Length, found.Length);
        double largest = 0, product = 0, expectedLength = 0, foundLength = 0;
        for (int i = 0; i < found.Length; i++)
        {
            double difference = Math.Abs((double)expected[i] - found[i]);
            largest = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(largest, difference);
            product += (double)expected[i] * found[i];
            expectedLength += (double)expected[i] * expected[i];
            foundLength += (double)found[i] * found[i];
        }

        _texts.Add((text, largest, product / Math.Sqrt(expectedLength * foundLength)));
    }

    /// <summary>Fails if a text is outside the tolerance.</summary>
    public void AssertEqual()
    {
        string[] found = [.. _texts.Where(text => text.Difference > Tolerance).Select(text => text.Text)];
        Assert.True(_texts.Count > 0 && found.Length == 0, $"{this}. Outside: {Quoted(found)}.");
    }

    /// <summary>The largest difference and the smallest cosine: of the texts within the tolerance, then of those outside.</summary>
    public override string ToString()
    {
        (string, double Difference, double)[] outside = [.. _texts.Where(text => text.Difference > Tolerance)];
        string within = $"{title}: {Summary([.. _texts.Where(text => text.Difference <= Tolerance)])}";
        return outside.Length == 0 ? within : $"{within}; outside the tolerance {Summary(outside)}";
    }

    private static string Summary(IReadOnlyList<(string Text, double Difference, double Cosine)> texts)
    {
        if (texts.Count == 0)
        {
            return "no vector";
        }

        (string text, double difference, _) = texts.MaxBy(text => text.Difference);
        return $"vectors: {texts.Count}, largest difference: {difference:g3} (in '{text}'), smallest cosine: {texts.Min(text => text.Cosine):f9}";
    }

    private static string Quoted(IEnumerable<string> texts) => string.Join(", ", texts.Select(text => $"'{text}'"));
}
