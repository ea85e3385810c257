using System.Globalization;
using BertGen.Bulk.Output;

namespace BertGen.Bulk.Protocol;

/// <summary>The folder of a run, and the names of what lies in it.</summary>
/// <param name="path">Its path.</param>
internal sealed class RunFolder(string path)
{
    private const string RecordEnd = ".record.json";
    private const int DigitCount = 6;

    /// <summary>The folder.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The file that pins the run.</summary>
    public string RunPath => System.IO.Path.Combine(Path, "run.json");

    /// <summary>The folder of the shards' files and records.</summary>
    public string ShardsPath => System.IO.Path.Combine(Path, "shards");

    /// <summary>The folder of what workers tell of their progress.</summary>
    public string LogsPath => System.IO.Path.Combine(Path, "logs");

    /// <summary>The folder of the files by which workers claim shards.</summary>
    public string ClaimsPath => System.IO.Path.Combine(Path, "claims");

    /// <summary>How the names of a shard's files start.</summary>
    public static string NameOf(int shard) => shard.ToString(CultureInfo.InvariantCulture).PadLeft(DigitCount, '0');

    /// <summary>The record of a shard.</summary>
    public string RecordOf(int shard) => System.IO.Path.Combine(ShardsPath, NameOf(shard) + RecordEnd);

    /// <summary>The files of a shard.</summary>
    public IReadOnlyList<string> FilesOf(int shard, IVectorFormat format) =>
        [.. format.Extensions.Select(extension => System.IO.Path.Combine(ShardsPath, NameOf(shard) + extension))];

    /// <summary>The path of an input file.</summary>
    public string InputOf(PinnedFile file) => System.IO.Path.GetFullPath(System.IO.Path.Combine(Path, file.Path));

    /// <summary>The path of an input file as the run pins it: it leads there from this folder, so that both can be moved together.</summary>
    public string Pin(string input) => System.IO.Path.GetRelativePath(Path, System.IO.Path.GetFullPath(input)).Replace('\\', '/');

    /// <summary>Reads what the run pins.</summary>
    /// <returns>It, and its bytes; null where there is no run yet.</returns>
    /// <exception cref="BulkException">It cannot be read, is of another format, or has values that were never planned.</exception>
    public (RunFile Run, byte[] Bytes)? Find()
    {
        if (!File.Exists(RunPath))
        {
            return null;
        }

        byte[] bytes = ReadAll(RunPath);
        RunFile run = ProtocolJson.Read(bytes, RunPath, ProtocolJson.Default.RunFile);
        if (run.Format != RunFile.CurrentFormat)
        {
            throw new BulkException($"{RunPath}: expected format {RunFile.CurrentFormat}, found {run.Format}.");
        }

        return RunFileCheck.FindProblem(run) is { } problem ? throw new BulkException($"{RunPath}: {problem}: the file was edited.") : (run, bytes);
    }

    /// <summary>Makes the folder of the shards, where it is not there.</summary>
    /// <exception cref="BulkException">It cannot be made.</exception>
    public void CreateShards()
    {
        try
        {
            Directory.CreateDirectory(ShardsPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BulkException($"{ShardsPath}: the folder cannot be made: {e.Message}", e);
        }
    }

    /// <summary>Reads the record of a shard.</summary>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="BulkException">It is damaged.</exception>
    public ShardRecord? FindRecord(int shard) =>
        RecordOf(shard) is var path && File.Exists(path) ? ProtocolJson.Read(ReadAll(path), path, ProtocolJson.Default.ShardRecord) : null;

    private static byte[] ReadAll(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BulkException($"{path}: {e.Message}", e);
        }
    }
}
