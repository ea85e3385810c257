namespace BertGen.Bulk.Protocol;

/// <summary>Says whether a shard is done: it has a record, of this run, whose files are there as the record says.</summary>
/// <param name="folder">The folder of the run.</param>
/// <param name="runHash">The hash of what the run pins.</param>
internal sealed class ShardCheck(RunFolder folder, string runHash)
{
    /// <summary>Looks at a shard.</summary>
    /// <param name="shard">Its number.</param>
    /// <param name="hash">Whether the content of its files is looked at, or their length alone.</param>
    /// <returns>The record, where it is done; otherwise what is wrong, or neither where nothing is there yet.</returns>
    public (ShardRecord? Record, string? Problem) Find(int shard, bool hash)
    {
        string path = folder.RecordOf(shard);
        ShardRecord? record;
        try
        {
            record = folder.FindRecord(shard);
        }
        catch (BulkException e)
        {
            return (null, e.Message);
        }

        return record is null ? (null, null)
            : !record.HasValidChecksum() ? (null, $"{path}: the record was changed: it has another checksum than it says")
            : record.Run != runHash ? (null, $"{path}: expected the record of run {runHash}, found that of {record.Run}")
            : record.Shard != shard ? (null, $"{path}: expected the record of shard {shard}, found that of {record.Shard}")
            : record.Files.Select(file => file.FindDifference(Path.Combine(folder.ShardsPath, file.Path), hash)).FirstOrDefault(problem => problem is not null) is { } different ? (null, different)
            : (record, null);
    }
}
