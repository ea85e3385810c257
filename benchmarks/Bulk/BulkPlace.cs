using BertGen.Bulk;

namespace BertGen.Benchmarks.Bulk;

/// <summary>A folder with a file of definitions, and runs over it.</summary>
internal sealed class BulkPlace : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bertgen-bulk-").FullName;

    /// <param name="count">Texts of the file, the definitions again and again.</param>
    public BulkPlace(int count)
    {
        string[] definitions = [.. Definitions.Read()];
        Texts = [.. Enumerable.Range(0, count).Select(i => definitions[i % definitions.Length])];
        File.WriteAllLines(Input, Texts);
    }

    /// <summary>The texts of the file.</summary>
    public string[] Texts { get; }

    /// <summary>The file.</summary>
    public string Input => Path.Combine(_folder, "in.txt");

    /// <summary>Plans a run; one of the same name that was there before is gone. The speed is measured as long as is said, or as plans do by themselves.</summary>
    public async Task<(BulkRun Run, BulkEstimate Estimate)> PlanAsync(BulkModel model, long rowsPerShard, OutputFormat output, TimeSpan? measureTime, CancellationToken cancellationToken, string name = "run")
    {
        string folder = Path.Combine(_folder, name);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        BulkEstimate? estimate = null;
        var plan = new BulkPlan { Inputs = [Input], OutputFormat = output, RowsPerShard = rowsPerShard, Estimate = found => estimate = found };
        BulkRun run = await BulkRun.PlanAsync(folder, measureTime is { } time ? plan with { MeasureTime = time } : plan, model, cancellationToken);
        return (run, estimate!);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
