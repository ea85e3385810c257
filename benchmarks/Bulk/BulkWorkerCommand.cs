using System.CommandLine;
using System.Diagnostics;
using BertGen.Bulk;

namespace BertGen.Benchmarks.Bulk;

/// <summary>
/// The command <c>bulk-worker</c>, one of several processes on a run: it tells a line when the model is loaded, and answers with its pieces, its seconds and its peak
/// of memory in bytes.
/// </summary>
internal static class BulkWorkerCommand
{
    /// <summary>The name of the command.</summary>
    public const string Name = "bulk-worker";

    // Short runs are waited for no longer than that.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var folder = new Argument<string>("run") { Description = "The folder of the run." };
        var share = new Option<string>("--share") { Description = "The worker i of n takes every nth shard; without it, workers claim shards." };
        Option<string> model = BulkModels.CreateOption();
        var command = new Command(Name, "Works on a run beside other processes.") { folder, share, model };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var embedder = BulkModel.Of(BulkModels.Load(arguments.GetRequiredValue(model)));
            Console.WriteLine("loaded");
            WorkOptions options = arguments.GetValue(share) is { } words ? new WorkOptions { Share = ShardShare.Parse(words) } : new WorkOptions { Claim = true, Lease = Lease };
            BulkProgress done = await BulkRun.Open(arguments.GetRequiredValue(folder)).WorkAsync(embedder, options, cancellationToken);
            ChildProcess.Answer(done.Pieces, done.Elapsed.TotalSeconds, Process.GetCurrentProcess().PeakWorkingSet64);
        });
        return command;
    }

    /// <summary>The words that start one.</summary>
    public static string[] Words(string run, string model) => [Name, run, "--model", model];

    /// <summary>The words that start one with a fixed share of the shards.</summary>
    public static string[] Words(string run, int index, int count, string model) => [.. Words(run, model), "--share", FormattableString.Invariant($"{index}/{count}")];

    /// <summary>The lease of its claims.</summary>
    public static TimeSpan LeaseTime => Lease;
}
