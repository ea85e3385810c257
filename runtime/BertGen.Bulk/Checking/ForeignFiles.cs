using BertGen.Bulk.Output;
using BertGen.Bulk.Protocol;

namespace BertGen.Bulk.Checking;

/// <summary>Finds files among those of the shards that are of no shard.</summary>
internal static class ForeignFiles
{
    /// <returns>A message for each.</returns>
    public static IEnumerable<string> Find(RunFolder folder, RunFile run)
    {
        if (!Directory.Exists(folder.ShardsPath))
        {
            return [];
        }

        IVectorFormat format = VectorFormats.Of(run);
        HashSet<string> own = [.. Enumerable.Range(0, run.Shards.Count).SelectMany(shard => folder.FilesOf(shard, format).Append(folder.RecordOf(shard)))];
        return Directory.EnumerateFileSystemEntries(folder.ShardsPath)
            .Where(path => !own.Contains(path) && !PublishedFile.IsUnpublished(Path.GetFileName(path)))
            .Order(StringComparer.Ordinal)
            .Select(path => $"{path}: the file is of no shard of the run");
    }
}
