using BertGen.Bulk.Output;
using BertGen.Bulk.Protocol;
using BertGen.Files;

namespace BertGen.Bulk.Merging;

/// <summary>Puts the rows of all shards in one output, in the order of the input.</summary>
/// <param name="folder">The folder of the run.</param>
/// <param name="run">What it pins.</param>
/// <param name="runHash">The hash of that.</param>
internal sealed class RunMerger(RunFolder folder, RunFile run, string runHash)
{
    /// <summary>Writes the output.</summary>
    /// <param name="target">The name of the file; a second one has another end.</param>
    /// <param name="cancellationToken">Ends the writing; nothing is published then.</param>
    /// <returns>The files, and how many rows are in them.</returns>
    /// <exception cref="BulkException">A shard is not done, or a file cannot be read or written.</exception>
    public (IReadOnlyList<string> Paths, long Rows) Merge(string target, CancellationToken cancellationToken)
    {
        IVectorFormat format = VectorFormats.Of(run);
        string[] paths = PathsOf(target, format);
        CheckPlaces(paths);
        Array.ForEach(paths, path => new Leftovers(Path.GetDirectoryName(path)!).Remove(Path.GetFileName(path) + "."));
        PublishedFile[] files = PublishedFile.CreateAll(paths);
        try
        {
            long rows = 0;
            using IVectorWriter writer = format.Create([.. files.Select(file => file.Stream)], run.Rows);
            for (int shard = 0; shard < run.Shards.Count; shard++)
            {
                rows += Append(writer, format, shard, cancellationToken);
            }

            writer.Complete();
            Array.ForEach(files, file => file.Complete());
            RemoveOthers(paths);
            Array.ForEach(files, file => file.Publish());
            return (paths, rows);
        }
        finally
        {
            Array.ForEach(files, file => file.Dispose());
        }
    }

    /// <summary>
    /// Removes what has the names of other files than the first one: whoever is killed between two of them leaves one alone, and never one of this merge
    /// beside one of an earlier run.
    /// </summary>
    private static void RemoveOthers(string[] paths)
    {
        foreach (string path in paths.AsSpan(1))
        {
            try
            {
                File.Delete(path);
                Disk.System.SyncFolder(Path.GetDirectoryName(path)!);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new BulkException($"{path} cannot be replaced: {e.Message}", e);
            }
        }
    }

    /// <summary>A merge replaces what has its name: not what the run is made of.</summary>
    private void CheckPlaces(string[] paths)
    {
        // Elsewhere names that differ in case lead to one file.
        StringComparison comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        string[] inputs = [.. run.Files.Select(folder.InputOf)];
        foreach (string path in paths)
        {
            if (Directory.Exists(path))
            {
                throw new BulkException($"{path}: expected the name of a file, found a folder.");
            }

            if (Array.Exists(inputs, input => string.Equals(input, path, comparison)) || path.StartsWith(folder.ShardsPath + Path.DirectorySeparatorChar, comparison))
            {
                throw new BulkException($"{path}: expected a name of another file than those of the run; this one is {(path.StartsWith(folder.ShardsPath, comparison) ? "in the folder of its shards" : "its input")}.");
            }
        }
    }

    /// <summary>The files that a merge to a name writes.</summary>
    /// <exception cref="BulkException">The name has not the end of the format.</exception>
    public static string[] PathsOf(string target, IVectorFormat format)
    {
        string full = Path.GetFullPath(target);
        if (!full.EndsWith(format.Extensions[0], StringComparison.OrdinalIgnoreCase))
        {
            throw new BulkException($"{target}: expected a name that ends with {format.Extensions[0]}, as the shards of the run do.");
        }

        return [full, .. format.Extensions.Skip(1).Select(extension => full[..^format.Extensions[0].Length] + extension)];
    }

    private long Append(IVectorWriter writer, IVectorFormat format, int shard, CancellationToken cancellationToken)
    {
        (ShardRecord? record, string? problem) = new ShardCheck(folder, runHash).Find(shard, hash: true);
        if (record is null)
        {
            throw new BulkException($"Expected all {run.Shards.Count} shards to be done; shard {shard} is not{(problem is null ? "." : $": {problem}.")}");
        }

        long rows = 0;
        try
        {
            foreach (RowBlock block in format.Read(folder.FilesOf(shard, format)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                writer.Write(block);
                rows += block.Count;
            }
        }
        catch (FormatException e)
        {
            throw new BulkException($"{folder.FilesOf(shard, format)[0]}: {e.Message}.", e);
        }

        return rows == record.Rows ? rows : throw new BulkException($"{folder.FilesOf(shard, format)[0]}: expected {record.Rows} rows, found {rows}.");
    }
}
