using System.Text.Json;
using BertGen.Tests.Checkpoints;

namespace BertGen.Bulk.Tests.Harness;

/// <summary>A folder with input files and runs over them.</summary>
internal sealed class RunPlace : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The folder of the run.</summary>
    public string Run => File("run");

    public string File(string name) => _folder.File(name);

    public void Dispose() => _folder.Dispose();

    /// <summary>Writes a file of JSON lines with ids and definitions.</summary>
    /// <returns>Its path.</returns>
    public string WriteJsonLines(string name, IEnumerable<(string Id, string Text)> rows)
    {
        string path = File(name);
        System.IO.File.WriteAllLines(path, rows.Select(row => $$"""{"id":{{JsonSerializer.Serialize(row.Id)}},"text":{{JsonSerializer.Serialize(row.Text)}}}"""));
        return path;
    }

    /// <summary>A plan for a file of <see cref="WriteJsonLines"/>.</summary>
    public static BulkPlan PlanOf(params string[] inputs) => new() { Inputs = inputs, Columns = [new BulkColumn("id")], RowsPerShard = 50 };

    /// <summary>Plans and works.</summary>
    public async Task<BulkRun> EmbedAsync(BulkPlan plan, BulkModel? model = null, WorkOptions? options = null)
    {
        BulkRun run = await BulkRun.PlanAsync(Run, plan, model ?? WordNetMini.Model);
        await run.WorkAsync(model ?? WordNetMini.Model, options);
        return run;
    }

    /// <summary>The files of the shards with their content; what workers tell of themselves is none of them.</summary>
    public static Dictionary<string, byte[]> Shards(string run) => Directory.EnumerateFiles(Path.Combine(run, "shards"))
        .ToDictionary(path => Path.GetFileName(path), System.IO.File.ReadAllBytes);

    /// <summary>Whether two runs have the same files with the same bytes.</summary>
    public static void AssertSame(Dictionary<string, byte[]> expected, Dictionary<string, byte[]> found)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, file => Assert.True(file.Value.AsSpan().SequenceEqual(found[file.Key]), file.Key));
    }
}
