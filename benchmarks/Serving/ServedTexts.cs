namespace BertGen.Benchmarks.Serving;

/// <summary>Texts of mixed lengths, as corpora have them: most are a sentence, few are a page.</summary>
internal static class ServedTexts
{
    private const int Count = 4096;

    // Of the logarithm of the number of definitions in a text: a quarter of the texts have more than two, one in a hundred more than eight.
    private const double Spread = 0.9;

    public static string[] Read()
    {
        string[] definitions = [.. Definitions.Read()];
        var random = new Random(11);
        return [.. Enumerable.Range(0, Count).Select(_ => string.Join(". ", Enumerable.Range(0, Length(random)).Select(_ => definitions[random.Next(definitions.Length)])))];
    }

    private static int Length(Random random)
    {
        double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return Math.Max(1, (int)Math.Exp(Spread * normal));
    }
}
