using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace BertGen.Bulk.Commands;

/// <summary><c>work RUN</c>: embeds shards.</summary>
internal static class WorkCommand
{
    /// <summary>The name of the command.</summary>
    public const string Name = "work";

    // In minutes.
    private const double LongestLease = 1_000_000;

    public static Command Create(IModelSource models, Action<string> note)
    {
        var command = new Command(Name, "Embeds the shards of a run that are not done yet: all of them, or those of one worker of several.");
        models.AddWorkSymbols(command);
        Argument<string> folder = BulkCommands.Folder();
        Option<string?> share = new("--shard") { Description = "The worker i of n, from 0; default: what SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX says, else all shards.", HelpName = "I/N" };
        share.Validators.Add(result =>
        {
            try
            {
                _ = result.Tokens is [var token] ? ShardShare.Parse(token.Value) : null;
            }
            catch (FormatException e)
            {
                result.AddError(e.Message);
            }
        });
        Option<bool> claim = new("--claim") { Description = "Takes shards as they come, beside other workers that do so too." };
        Option<double> lease = new("--lease-minutes") { Description = "How long a worker with --claim must not have been heard of before another takes its shard.", HelpName = "MINUTES", DefaultValueFactory = _ => new WorkOptions().Lease.TotalMinutes };
        lease.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= LongestLease))
            {
                result.AddError("--lease-minutes takes a number above 0, and at most a million.");
            }
        });
        command.Arguments.Add(folder);
        command.Options.Add(share);
        command.Options.Add(claim);
        command.Options.Add(lease);
        models.AddClaimSymbols(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var run = BulkRun.Open(parsed.GetValue(folder)!);
            using OpenedModel model = models.Open(parsed, run);
            IShardClaims? own = await models.OpenClaimsAsync(parsed, run, cancellationToken).ConfigureAwait(false);
            await using ConfiguredAsyncDisposable owner = (own as IAsyncDisposable ?? NoOwner.Instance).ConfigureAwait(false);
            bool claims = parsed.GetValue(claim) || own is not null;
            ShardShare shards = parsed.GetValue(share) is { } text ? ShardShare.Parse(text)
                : claims ? ShardShare.All
                : ShardShare.FromEnvironment(run.ShardCount, Environment.GetEnvironmentVariable) ?? ShardShare.All;
            var options = new WorkOptions
            {
                Share = shards,
                Claim = claims,
                Claims = own,
                Lease = TimeSpan.FromMinutes(parsed.GetValue(lease)),
                Note = note,
                Progress = progress => note(Describe(progress)),
            };
            await run.WorkAsync(model.Model, options, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static string Describe(BulkProgress progress)
    {
        string left = progress.Left is { TotalSeconds: >= 1 } time ? $", {time:hh\\:mm\\:ss} left" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Shards:n0} shards, {progress.Texts:n0} texts, {progress.Skipped:n0} skipped; {progress.TextsPerSecond:n0} texts and {progress.PiecesPerSecond:n0} pieces a second{left}.");
    }
}
