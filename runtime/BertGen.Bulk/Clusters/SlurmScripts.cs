using System.Globalization;
using System.Text;

namespace BertGen.Bulk.Clusters;

/// <summary>Writes the scripts of an array of Slurm: one of its tasks, one of the job behind it, and one that submits both.</summary>
/// <param name="job">What they say.</param>
internal sealed class SlurmScripts(SlurmJob job)
{
    /// <summary>The names of the scripts.</summary>
    public const string WorkName = "work.sbatch", FinishName = "finish.sbatch", SubmitName = "submit.sh";

    private const string Bash = "#!/bin/bash\n";

    // Without cgroups a process sees the processors of the whole node.
    private const string Processors = "export DOTNET_PROCESSOR_COUNT=\"${SLURM_CPUS_PER_TASK:-1}\"\n";

    /// <summary>A task of the array.</summary>
    public string Work()
    {
        string last = Number(job.Tasks - 1), atOnce = job.AtOnce is { } count ? $"%{Number(count)}" : "";
        return Bash + Options("", "slurm-%A_%a.log", $"--array=0-{last}{atOnce}") + $$"""

            # {{Share}} What is done is skipped: a task may start again at any time, also alone (sbatch --array=I).
            {{Processors}}{{job.Program}} work {{ShellWord.Of(job.Run)}}{{ModelWords}} --shard "$SLURM_ARRAY_TASK_ID/{{Number(job.Tasks)}}"
            code=$?

            # A worker that was killed gets another try. What a worker reports itself, it would only report again.
            if [ "$code" -gt 128 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt {{Number(job.Restarts)}} ]; then
                scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"
            fi
            exit "$code"

            """;
    }

    /// <summary>The job that starts when every task has ended well.</summary>
    public string Finish()
    {
        string recompute = job.Recompute > 0 ? $"{ModelWords} --recompute {job.Recompute.ToString(CultureInfo.InvariantCulture)}" : "";
        string merge = job.MergedFile is null ? "" : $"{job.Program} merge {ShellWord.Of(job.Run)} {ShellWord.Of(job.MergedFile)}\n";
        return Bash + Options("-finish", "slurm-finish-%j.log") + $"""

            set -e
            {Processors}{job.Program} verify {ShellWord.Of(job.Run)}{recompute}

            """ + merge;
    }

    /// <summary>What submits both.</summary>
    public static string Submit() => Bash + $"""
        # Words behind the name of this script go to sbatch. It may be run again, whatever has become of the jobs: what is done is skipped.
        set -e
        cd "$(dirname "$0")"
        work=$(sbatch --parsable "$@" {WorkName})
        finish=$(sbatch --parsable --dependency="afterok:${"{work%%;*}"}" --kill-on-invalid-dep=yes "$@" {FinishName})
        echo "array ${"{work%%;*}"}, then job ${"{finish%%;*}"}"

        """;

    private string Share => job.Tasks == job.Shards
        ? $"Task i takes shard i of {Number(job.Shards)}."
        : $"Task i takes the shards i, i + {Number(job.Tasks)} and so on, of {Number(job.Shards)}.";

    private string ModelWords => job.ModelWords.Count == 0 ? "" : " " + ShellWord.Of(job.ModelWords);

    private string Options(string nameEnd, string log, params ReadOnlySpan<string> own)
    {
        var text = new StringBuilder();
        Add($"--job-name={Path.GetFileName(job.Run)}{nameEnd}");
        foreach (string option in own)
        {
            Add(option);
        }

        Add("--ntasks=1");
        Add($"--cpus-per-task={Number(job.Processors)}");
        AddIf("--partition", job.Partition);
        AddIf("--time", job.Time);
        AddIf("--mem", job.Memory);
        Add("--requeue");
        Add("--open-mode=append");
        Add($"--output={Path.Combine(job.Run, "logs").Replace("%", "%%", StringComparison.Ordinal)}/{log}");
        foreach (string option in job.More)
        {
            Add(option);
        }

        return text.ToString();

        void Add(string option) => text.Append("#SBATCH ").Append(option.Contains(' ', StringComparison.Ordinal) ? $"\"{option}\"" : option).Append('\n');

        void AddIf(string name, string? value)
        {
            if (value is not null)
            {
                Add($"{name}={value}");
            }
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
