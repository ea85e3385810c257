using System.Globalization;

namespace BertGen.Bulk;

/// <summary>The shards that a worker takes: every <paramref name="Count"/>th, from <paramref name="Index"/> on.</summary>
/// <param name="Index">The number of the worker, from 0.</param>
/// <param name="Count">How many workers there are.</param>
public sealed record ShardShare(int Index, int Count)
{
    private const string SlurmTask = "SLURM_ARRAY_TASK_ID", SlurmFirst = "SLURM_ARRAY_TASK_MIN", SlurmLast = "SLURM_ARRAY_TASK_MAX", SlurmCount = "SLURM_ARRAY_TASK_COUNT", KubernetesIndex = "JOB_COMPLETION_INDEX", KubernetesCount = "JOB_COMPLETIONS";

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
    /// What the environment says: <c>SLURM_ARRAY_TASK_ID</c> with <c>SLURM_ARRAY_TASK_MIN</c>, <c>_MAX</c> and <c>_COUNT</c>, or
    /// <c>JOB_COMPLETION_INDEX</c>. Tasks of an array have numbers that follow each other, or with equal steps between them. Where it does not say how many workers there are, there is one for each shard.
    /// </summary>
    /// <param name="shardCount">The shards of the run.</param>
    /// <param name="read">Reads a variable of the environment.</param>
    /// <returns>The share; null where the environment says none.</returns>
    /// <exception cref="FormatException">A variable is no number, or they do not fit each other.</exception>
    public static ShardShare? FromEnvironment(int shardCount, Func<string, string?> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return Find(SlurmTask) is { } task ? OfArray(task, Find(SlurmFirst) ?? 0, Find(SlurmLast), Find(SlurmCount), shardCount)
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

    private static ShardShare OfArray(int task, int first, int? last, int? count, int shardCount)
    {
        if (count is not > 1 || last is not { } end)
        {
            return Of(SlurmTask, task - first, count ?? shardCount);
        }

        // Of another array somebody would take a share twice, and nobody another one. Not every task can tell: one that cannot be of it does.
        int step = Math.Max(1, (end - first) / (count.Value - 1));
        return (long)step * (count.Value - 1) == end - first && (task - first) % step == 0 && task <= end
            ? Of(SlurmTask, (task - first) / step, count.Value)
            : throw new FormatException(
                $"Expected an array of tasks with equal steps between their numbers, as --array=0-63 or --array=1-9:2 makes; found task {task} of {count} from {first} to {end}. Say the share of each task with --shard.");
    }

    private static ShardShare Of(string name, int index, int count) => index >= 0 && index < count
        ? new ShardShare(index, count)
        : throw new FormatException($"Expected a worker from 0 to {count - 1} by {name}; found number {index}.");

    private static bool TryParse(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
