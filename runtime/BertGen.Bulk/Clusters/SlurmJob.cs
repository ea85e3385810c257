namespace BertGen.Bulk.Clusters;

/// <summary>How a run is worked on by an array of Slurm.</summary>
internal sealed record SlurmJob
{
    /// <summary>Tasks of an array, if nothing else is said: Slurm takes an index up to 1,000 where <c>MaxArraySize</c> is as it comes.</summary>
    public const int MostTasks = 1000;

    /// <summary>The folder of the run, by a path that all nodes see.</summary>
    public required string Run { get; init; }

    /// <summary>Tasks of the array.</summary>
    public required int Tasks { get; init; }

    /// <summary>Shards of the run.</summary>
    public required int Shards { get; init; }

    /// <summary>What starts the program, as words of a shell.</summary>
    public required string Program { get; init; }

    /// <summary>What follows the folder in commands that load the model.</summary>
    public IReadOnlyList<string> ModelWords { get; init; } = [];

    /// <summary>The file that the rows of all shards are merged to; null leaves them in the shards.</summary>
    public string? MergedFile { get; init; }

    /// <summary>The share of rows that are embedded again in the end, 0 to 1.</summary>
    public required double Recompute { get; init; }

    /// <summary>The partition; null for the cluster's.</summary>
    public string? Partition { get; init; }

    /// <summary>The longest time of a task, as Slurm writes it; null for the partition's.</summary>
    public string? Time { get; init; }

    /// <summary>Memory of a task, as Slurm writes it; null for the partition's.</summary>
    public string? Memory { get; init; }

    /// <summary>Processors of a task.</summary>
    public required int Processors { get; init; }

    /// <summary>Tasks that run at the same time; null for as many as there is room for.</summary>
    public int? AtOnce { get; init; }

    /// <summary>How often a task whose worker was killed starts again.</summary>
    public required int Restarts { get; init; }

    /// <summary>More options of <c>sbatch</c>.</summary>
    public IReadOnlyList<string> More { get; init; } = [];
}
