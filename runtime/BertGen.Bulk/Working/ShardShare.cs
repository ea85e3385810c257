using System.Globalization;

namespace BertGen.Bulk;

/// <summary>The shards that a worker takes: every <paramref name="Count"/>th, from <paramref name="Index"/> on.</summary>
/// <param name="Index">The number of the worker, from 0.</param>
/// <param name="Count">How many workers there are.</param>
public sealed record ShardShare(int Index, int Count)
{
    private const string SlurmTask = "SLURM_ARRAY_TASK_ID", SlurmFirst = "SLURM_ARRAY_TASK_MIN", SlurmCount = "SLURM_ARRAY_TASK_COUNT", KubernetesIndex = "JOB_COMPLETION_INDEX", KubernetesCount = "JOB_COMPLETIONS";

    /// <summary>All shards.</summary>
    public static ShardShare All { get; } = new(0, 1);

    /// <summary>Reads <c>i/n</c>, the worker i of n, from 0.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static ShardShare Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('/');
        return parts.Length == 2 && TryParse(parts[0], out int index) && TryParse(parts[1], out int count) && index < count
            ? new ShardShare(index, count)
            : throw new FormatException($"Expected the worker i of n as i/n, with i from 0 to n - 1; found '{text}'.");
    }

    /// <summary>
    /// What the environment says: <c>SLURM_ARRAY_TASK_ID</c> with <c>SLURM_ARRAY_TASK_MIN</c> and <c>SLURM_ARRAY_TASK_COUNT</c>, or
    /// <c>JOB_COMPLETION_INDEX</c>. Where it does not say how many workers there are, there is one for each shard.
    /// </summary>
    /// <param name="shardCount">The shards of the run.</param>
    /// <param name="read">Reads a variable of the environment.</param>
    /// <returns>The share; null where the environment says none.</returns>
    /// <exception cref="FormatException">A variable is no number, or they do not fit each other.</exception>
    public static ShardShare? FromEnvironment(int shardCount, Func<string, string?> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return Find(SlurmTask) is { } task ? Of(SlurmTask, task - (Find(SlurmFirst) ?? 0), Find(SlurmCount) ?? shardCount)
            : Find(KubernetesIndex) is { } index ? Of(KubernetesIndex, index, Find(KubernetesCount) ?? shardCount)
            : null;

        int? Find(string name) => read(name) is not { Length: > 0 } text ? null
            : TryParse(text, out int value) ? value
            : throw new FormatException($"Expected a whole number as {name}; found '{text}'.");
    }

    /// <summary>The shards of the share.</summary>
    /// <param name="shardCount">The shards of the run.</param>
    public IEnumerable<int> Of(int shardCount)
    {
        for (long shard = Index; shard < shardCount; shard += Count)
        {
            yield return (int)shard;
        }
    }

    private static ShardShare Of(string name, int index, int count) => index >= 0 && index < count
        ? new ShardShare(index, count)
        : throw new FormatException($"Expected a worker from 0 to {count - 1} by {name}; found number {index}.");

    private static bool TryParse(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
