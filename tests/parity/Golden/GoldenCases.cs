namespace BertGen.Parity.Golden;

/// <summary>All recorded cases: every file in a <c>cases</c> folder is one, so that a new one needs no code.</summary>
internal static class GoldenCases
{
    public static IReadOnlyList<GoldenCase> All { get; } =
    [
        .. Directory.EnumerateDirectories(RepositoryFolder.Golden)
            .Where(folder => Directory.Exists(Path.Combine(folder, "cases")))
            .Order(StringComparer.Ordinal)
            .SelectMany(CasesOf),
    ];

    public static GoldenCase Find(string model, string name) => All.Single(item => item.Model == model && item.Name == name);

    /// <summary>One theory row, model and name, for every case that is wanted.</summary>
    public static TheoryData<string, string> Rows(Func<GoldenCase, bool> wanted)
    {
        var rows = new TheoryData<string, string>();
        foreach (GoldenCase item in All.Where(wanted))
        {
            rows.Add(item.Model, item.Name);
        }

        return rows;
    }

    private static IEnumerable<GoldenCase> CasesOf(string folder)
    {
        var config = ModelConfig.Read(folder);
        return Directory.EnumerateFiles(Path.Combine(folder, "cases"), "*.json")
            .Order(StringComparer.Ordinal)
            .Select(path => GoldenCase.Read(path, config));
    }
}
