using System.Globalization;

namespace TrainingSamples;

/// <summary>What was measured during a training, as a table that a broken-off training goes on with.</summary>
/// <param name="names">Names of what is measured, in the order of the columns.</param>
internal sealed class LearningCurve(params string[] names)
{
    private readonly List<(long Step, double?[] Values)> _rows = [];

    /// <summary>Notes what was measured after a step; null where something was not.</summary>
    public void Add(long step, params double?[] values) => _rows.Add((step, values));

    /// <summary>The points of one column.</summary>
    public (double X, double Y)[] Points(string name)
    {
        int column = Array.IndexOf(names, name);
        return [.. _rows.Where(row => row.Values[column] is not null).Select(row => ((double)row.Step, row.Values[column]!.Value))];
    }

    /// <summary>Writes the table, values separated by commas.</summary>
    public void Save(string path) => File.WriteAllLines(
        path,
        [
            string.Join(',', ["step", .. names]),
            .. _rows.Select(row => string.Join(',', [Text(row.Step), .. row.Values.Select(value => value is null ? "" : Text(Math.Round(value.Value, 5)))])),
        ]);

    /// <summary>Reads a table that was saved, up to the step that a training goes on from.</summary>
    public void Load(string path, long lastStep)
    {
        if (!File.Exists(path))
        {
            return;
        }

        foreach (string line in File.ReadLines(path).Skip(1))
        {
            string[] fields = line.Split(',');
            if (fields.Length != names.Length + 1
                || !long.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out long step)
                || !fields.Skip(1).All(field => field.Length == 0 || double.TryParse(field, CultureInfo.InvariantCulture, out _)))
            {
                throw new UserException($"{path} is no table of steps, {string.Join(", ", names)}.");
            }

            if (step <= lastStep)
            {
                Add(step, [.. fields.Skip(1).Select(field => field.Length == 0 ? (double?)null : double.Parse(field, CultureInfo.InvariantCulture))]);
            }
        }
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
