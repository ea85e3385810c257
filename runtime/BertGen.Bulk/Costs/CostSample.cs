using BertGen.Bulk.Input;

namespace BertGen.Bulk.Costs;

/// <summary>
/// Rows that stand for all of the input. How many pieces a character makes is nearly the same everywhere, and how long texts are is not: so few texts are
/// embedded, and the characters of many are counted.
/// </summary>
/// <param name="surveys">What a look through each file has found.</param>
internal sealed class CostSample(IReadOnlyList<InputSurvey> surveys)
{
    /// <summary>Rows that were looked at.</summary>
    public int Rows { get; } = surveys.Sum(survey => survey.Sample.Count);

    /// <summary>Texts of the whole input, by the share of malformed rows in the sample.</summary>
    public double Texts { get; } = surveys.Sum(survey => survey.RowsPerSample * survey.Sample.Count(row => row.Text is not null));

    /// <summary>Characters of the whole input's texts.</summary>
    public double Characters { get; } = surveys.Sum(survey => survey.RowsPerSample * survey.Sample.Sum(row => row.Text?.Length ?? 0d));

    /// <summary>Rows with texts, of each file as many as it has of all rows, spread over it.</summary>
    /// <param name="count">How many, about.</param>
    public InputRow[] Take(int count)
    {
        double all = surveys.Sum(survey => (double)survey.Rows);
        return [.. surveys.Where(survey => survey.Rows > 0).SelectMany(survey => Spread([.. survey.Sample.Where(row => row.Text is not null)], count * survey.Rows / all))];
    }

    private static IEnumerable<InputRow> Spread(InputRow[] rows, double count)
    {
        int taken = Math.Min(rows.Length, (int)Math.Ceiling(count));
        return Enumerable.Range(0, taken).Select(i => rows[(long)i * rows.Length / taken]);
    }
}
