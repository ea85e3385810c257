using BertGen.Bulk;

namespace BertGen.Benchmarks.Bulk;

/// <summary>A folder with a file of definitions, and runs over it.</summary>
internal sealed class BulkPlace : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bertgen-bulk-").FullName;
    private int _folders;

    /// <param name="count">Texts of the file, the definitions again and again.</param>
    public BulkPlace(int count)
    {
        string[] definitions = [.. Definitions.Read()];
        File.WriteAllLines(Input, Enumerable.Range(0, count).Select(i => definitions[i % definitions.Length]));
    }

    /// <summary>The file.</summary>
    public string Input => Path.Combine(_folder, "in.txt");

    /// <summary>A folder that is not there yet.</summary>
    public string NewFolder() => Path.Combine(_folder, FormattableString.Invariant($"{_folders++}"));

    /// <summary>Plans a run.</summary>
    public Task<BulkRun> PlanAsync(BulkModel model, long rowsPerShard, CancellationToken cancellationToken) =>
        BulkRun.PlanAsync(NewFolder(), new BulkPlan { Inputs = [Input], RowsPerShard = rowsPerShard }, model, cancellationToken);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
