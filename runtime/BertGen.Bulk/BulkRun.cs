using BertGen.Bulk.Checking;
using BertGen.Bulk.Commands;
using BertGen.Bulk.Merging;
using BertGen.Bulk.Planning;
using BertGen.Bulk.Protocol;
using BertGen.Bulk.Working;

namespace BertGen.Bulk;

/// <summary>
/// A folder in which texts are embedded by any number of processes, at any time. What it computes is pinned when it is planned; its output is there
/// exactly once, whichever of them dies when.
/// </summary>
public sealed class BulkRun
{
    /// <summary>The name of the meter with texts, pieces, skipped rows and the durations of shards.</summary>
    public const string MeterName = "BertGen.Bulk";

    private readonly RunFolder _folder;
    private readonly RunFile _run;
    private readonly byte[] _bytes;

    private BulkRun(RunFolder folder, RunFile run, byte[] bytes) => (_folder, _run, _bytes) = (folder, run, bytes);

    /// <summary>The folder.</summary>
    public string Folder => _folder.Path;

    /// <summary>A hash of all that is pinned, in hexadecimal digits: it tells the run from every other one.</summary>
    public string Identifier => RunFile.HashOf(_bytes);

    /// <summary>What decides the vectors.</summary>
    public ModelIdentity Model => _run.Model;

    /// <summary>What a worker has to know to load the model.</summary>
    public IReadOnlyDictionary<string, string> Worker => _run.Worker;

    /// <summary>The number of shards.</summary>
    public int ShardCount => _run.Shards.Count;

    /// <summary>Rows of all input files, malformed ones included.</summary>
    public long RowCount => _run.Rows;

    /// <summary>Plans a run, or opens the same one once more.</summary>
    /// <param name="folder">The folder; it is made where there is none.</param>
    /// <param name="plan">What is embedded.</param>
    /// <param name="model">The model.</param>
    /// <param name="cancellationToken">Ends the planning; no run is there then.</param>
    /// <exception cref="BulkException">An input cannot be read, the options do not fit each other, or the folder has a run of another configuration.</exception>
    public static async Task<BulkRun> PlanAsync(string folder, BulkPlan plan, BulkModel model, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(model);
        await new RunPlanner(new RunFolder(folder), plan, model).PlanAsync(cancellationToken).ConfigureAwait(false);
        return Open(folder);
    }

    /// <summary>Opens a run that was planned.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="BulkException">There is none, or it cannot be read.</exception>
    public static BulkRun Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var place = new RunFolder(folder);
        return place.Find() is var (run, bytes) ? new BulkRun(place, run, bytes) : throw new BulkException($"{place.RunPath}: expected a run that was planned, found no such file.");
    }

    /// <summary>
    /// The program of a worker: <c>return await BulkRun.Main&lt;MiniLm&gt;(args);</c>. Its commands are <c>plan</c>, <c>work</c>, <c>status</c>, <c>verify</c>
    /// and <c>merge</c>; <c>--help</c> describes them.
    /// </summary>
    /// <typeparam name="TModel">The compiled class.</typeparam>
    /// <param name="args">The command line.</param>
    /// <returns>The exit code: 0; 1 where something failed or is not right; 2 where the command line is wrong.</returns>
    public static Task<int> Main<TModel>(string[] args)
        where TModel : class, IBertModel<TModel>, ISentenceEmbedder
    {
        ArgumentNullException.ThrowIfNull(args);
        return BulkProgram.InvokeAsync(new ClassModelSource<TModel>(), args, Console.Out, Console.Error, CancellationToken.None);
    }

    /// <summary>Embeds shards, and leaves alone those that are done.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">Which shards; null for all.</param>
    /// <param name="cancellationToken">Ends the work: shards that are not whole are not there.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="BulkException">The model is another one than the run's, a file cannot be read or written, or a row is malformed.</exception>
    public Task<BulkProgress> WorkAsync(BulkModel model, WorkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new Worker(_folder, _run, _bytes, model, options ?? new WorkOptions()).RunAsync(cancellationToken);
    }

    /// <summary>Counts what is done by the records of the shards, without a look into their files.</summary>
    public BulkStatus Status() => RunStatus.Of(_folder, _run, Identifier);

    /// <summary>Looks for whatever is not as it should be: changed input, missing, doubled, moved or changed rows, records and files that are of no shard.</summary>
    /// <param name="options">How far to go; null for all files, and no row embedded again.</param>
    /// <param name="model">The model, where rows are embedded again.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <returns>What was found; nothing where all is right.</returns>
    /// <exception cref="ArgumentException">Rows should be embedded again, and there is no model.</exception>
    public Task<IReadOnlyList<BulkFinding>> VerifyAsync(VerifyOptions? options = null, BulkModel? model = null, CancellationToken cancellationToken = default)
    {
        options ??= new VerifyOptions();
        return options.Recompute > 0 && model is null
            ? throw new ArgumentException("Expected a model, as rows should be embedded again.", nameof(model))
            : new RunVerifier(_folder, _run, _bytes, options, model).VerifyAsync(cancellationToken);
    }

    /// <summary>Puts the rows of all shards in one file, or two, in the order of the input.</summary>
    /// <param name="target">The name; it has the end of the run's format, and a second file has the same start.</param>
    /// <param name="cancellationToken">Ends the writing; nothing is published then.</param>
    /// <returns>The files, and how many rows are in them.</returns>
    /// <exception cref="BulkException">A shard is not done, or a file cannot be read or written.</exception>
    public (IReadOnlyList<string> Paths, long Rows) Merge(string target, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        return new RunMerger(_folder, _run, Identifier).Merge(target, cancellationToken);
    }

    /// <summary>Looks at the name of a file for <see cref="Merge"/> before there is anything to merge.</summary>
    /// <returns>Its full path.</returns>
    /// <exception cref="BulkException">It has not the end of the run's format.</exception>
    internal string CheckMergedFile(string target) => RunMerger.PathsOf(target, Output.VectorFormats.Of(_run))[0];
}
