using BertGen.Bulk.Protocol;

namespace BertGen.Bulk.Checking;

/// <summary>Counts what is done by the records, without a look into the files.</summary>
internal static class RunStatus
{
    public static BulkStatus Of(RunFolder folder, RunFile run, string runHash)
    {
        var check = new ShardCheck(folder, runHash);
        int done = 0;
        long rows = 0, skipped = 0, pieces = 0;
        List<string> problems = [];
        for (int shard = 0; shard < run.Shards.Count; shard++)
        {
            (ShardRecord? record, string? problem) = check.Find(shard, hash: false);
            if (record is not null)
            {
                done++;
                rows += record.InputRows;
                skipped += record.MalformedRows + record.RefusedRows;
                pieces += record.Pieces;
            }
            else if (problem is not null)
            {
                problems.Add(problem);
            }
        }

        return new BulkStatus(run.Shards.Count, done, run.Rows, rows, skipped, pieces, problems);
    }
}
