using BertGen.Bulk.Protocol;

namespace BertGen.Bulk.Checking;

/// <summary>Finds whatever is not as it should be in a run: its input, its records, and the files of its shards.</summary>
/// <param name="folder">The folder of the run.</param>
/// <param name="run">What it pins.</param>
/// <param name="runBytes">The bytes of that.</param>
/// <param name="options">How far it goes.</param>
/// <param name="model">The model; null where no row is embedded again.</param>
internal sealed class RunVerifier(RunFolder folder, RunFile run, byte[] runBytes, VerifyOptions options, BulkModel? model)
{
    /// <summary>Looks for what is wrong.</summary>
    public async Task<IReadOnlyList<BulkFinding>> VerifyAsync(CancellationToken cancellationToken)
    {
        List<BulkFinding> findings = [];
        bool hasInput = true;
        if (model is not null && RunDifference.Find(runBytes, (run with { Model = model.Identity }).ToBytes(), "model") is { } difference)
        {
            findings.Add(new BulkFinding(null, $"{folder.RunPath}: {difference.Place} is {difference.Pinned} there, and {difference.Other} here: the model is another one."));
        }

        foreach (PinnedFile file in run.Files)
        {
            if (file.FindDifference(folder.InputOf(file), hash: true) is { } changed)
            {
                findings.Add(new BulkFinding(null, $"{changed}: the input has changed since the run was planned."));
                hasInput = false;
            }
        }

        findings.AddRange(ForeignFiles.Find(folder, run).Select(problem => new BulkFinding(null, problem)));

        // Vectors of another length are others without a look.
        var rows = new ShardRows(folder, run, model?.Identity.Dimensions == run.Model.Dimensions ? model : null, options.Recompute);
        var check = new ShardCheck(folder, RunFile.HashOf(runBytes));
        foreach (int shard in options.Share.Of(run.Shards.Count))
        {
            (ShardRecord? record, string? problem) = check.Find(shard, hash: true);
            if (problem is not null || record is null)
            {
                findings.Add(new BulkFinding(shard, problem ?? $"{folder.RecordOf(shard)}: the shard is missing: it has no record"));
            }

            // Where the input has changed, it says nothing of the output.
            if (hasInput && rows.CanRead(shard))
            {
                findings.AddRange((await rows.FindAsync(shard, record, cancellationToken).ConfigureAwait(false)).Select(message => new BulkFinding(shard, message)));
            }
        }

        return findings;
    }
}
