using BertGen.Bulk.Clusters;
using BertGen.Bulk.Commands;
using BertGen.Bulk.Tests.Harness;

namespace BertGen.Bulk.Tests;

/// <summary>The scripts of an array of Slurm. <c>tests/cluster/run.sh</c> runs them.</summary>
public sealed class SlurmTests : IDisposable
{
    private static readonly SlurmJob Job = new()
    {
        Run = "/data/a run",
        Tasks = 64,
        Shards = 64,
        Program = "bertgen embed",
        Recompute = 0.001,
        Processors = 4,
        Restarts = 10,
    };

    private readonly RunPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void ATaskWorksOnItsShareAndStartsAgainWhenItsWorkerWasKilled() => Assert.Equal(
        """
        #!/bin/bash
        #SBATCH "--job-name=a run"
        #SBATCH --array=0-63
        #SBATCH --ntasks=1
        #SBATCH --cpus-per-task=4
        #SBATCH --requeue
        #SBATCH --open-mode=append
        #SBATCH "--output=/data/a run/logs/slurm-%A_%a.log"

        # Task i takes shard i of 64. What is done is skipped: a task may start again at any time, also alone (sbatch --array=I).
        export DOTNET_PROCESSOR_COUNT="${SLURM_CPUS_PER_TASK:-1}"
        bertgen embed work '/data/a run' --shard "$SLURM_ARRAY_TASK_ID/64"
        code=$?

        # A worker that was killed gets another try. What a worker reports itself, it would only report again.
        if [ "$code" -gt 128 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 10 ]; then
            scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"
        fi
        exit "$code"

        """,
        new SlurmScripts(Job).Work());

    [Fact]
    public void MoreShardsThanTasksAreSharedAndOptionsStandInTheHead() => Assert.Equal(
        """
        #!/bin/bash
        #SBATCH --job-name=run
        #SBATCH --array=0-99%20
        #SBATCH --ntasks=1
        #SBATCH --cpus-per-task=8
        #SBATCH --partition=long
        #SBATCH --time=2:00:00
        #SBATCH --mem=4G
        #SBATCH --requeue
        #SBATCH --open-mode=append
        #SBATCH --output=/data/50%%/run/logs/slurm-%A_%a.log
        #SBATCH --account=texts

        # Task i takes the shards i, i + 100 and so on, of 1234.
        """,
        new SlurmScripts(Job with
        {
            Run = "/data/50%/run",
            Tasks = 100,
            Shards = 1234,
            AtOnce = 20,
            Processors = 8,
            Partition = "long",
            Time = "2:00:00",
            Memory = "4G",
            More = ["--account=texts"],
        }).Work().Split(" What is done")[0]);

    [Fact]
    public void TheLastJobVerifiesAndMerges() => Assert.Equal(
        """
        #!/bin/bash
        #SBATCH --job-name=run-finish
        #SBATCH --ntasks=1
        #SBATCH --cpus-per-task=4
        #SBATCH --requeue
        #SBATCH --open-mode=append
        #SBATCH --output=/data/run/logs/slurm-finish-%j.log

        set -e
        export DOTNET_PROCESSOR_COUNT="${SLURM_CPUS_PER_TASK:-1}"
        worker verify /data/run --model '/models/it'\''s mine' --recompute 0.01
        worker merge /data/run /data/all.npy

        """,
        new SlurmScripts(Job with { Run = "/data/run", Program = "worker", ModelWords = ["--model", "/models/it's mine"], Recompute = 0.01, MergedFile = "/data/all.npy" }).Finish());

    [Fact]
    public void WithoutAFileToMergeToTheLastJobVerifies() =>
        Assert.EndsWith("\nbertgen embed verify '/data/a run'\n", new SlurmScripts(Job with { Recompute = 0 }).Finish(), StringComparison.Ordinal);

    [Fact]
    public void BothAreSubmittedInOrder() => Assert.Contains(
        """
        work=$(sbatch --parsable "$@" work.sbatch)
        finish=$(sbatch --parsable --dependency="afterok:${work%%;*}" --kill-on-invalid-dep=yes "$@" finish.sbatch)

        """,
        SlurmScripts.Submit(),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("/usr/bin/dotnet", "/opt/worker.dll", "/usr/bin/dotnet /opt/worker.dll")]
    [InlineData("/opt/worker", "/opt/worker.dll", "/opt/worker")]
    [InlineData("/opt/my worker", null, "'/opt/my worker'")]
    public void AProgramIsStartedAsItWasStarted(string process, string? assembly, string words) => Assert.Equal(words, ShellWord.Of(OwnProgram.Words(process, assembly)));

    [Fact]
    public async Task TheCommandWritesThemBesideTheRun()
    {
        await BulkRun.PlanAsync(_place.Run, RunPlace.PlanOf(_place.WriteJsonLines("in.jsonl", Definitions.Take(200))), WordNetMini.Model);
        (int code, string printed, _) = await InvokeAsync("--print", "--tasks", "3", "--program", "srun worker", "--model", WordNetMini.Folder);
        Assert.Equal(0, code);
        Assert.Contains("#SBATCH --array=0-2\n", printed, StringComparison.Ordinal);
        Assert.Contains($"\nsrun worker work {_place.Run} --model {WordNetMini.Folder} --shard \"$SLURM_ARRAY_TASK_ID/3\"\n", printed, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_place.Run, "slurm")));

        (code, printed, string told) = await InvokeAsync();
        Assert.Equal((0, ""), (code, printed));
        Assert.Contains($"bash {_place.Run}/slurm/submit.sh", told, StringComparison.Ordinal);
        Assert.Contains("#SBATCH --array=0-3\n", File.ReadAllText(Path.Combine(_place.Run, "slurm", "work.sbatch")), StringComparison.Ordinal);

        // Slurm opens its logs there before any worker has started.
        Assert.True(Directory.Exists(Path.Combine(_place.Run, "logs")));
    }

    [Theory]
    [InlineData("ends with .npy", "--merge", "all.parquet")]
    [InlineData("--tasks takes a number from 1 on", "--tasks", "0")]
    [InlineData("--recompute takes a number from 0 to 1", "--recompute", "2")]
    public async Task WhatDoesNotFitIsRefused(string expected, params string[] options)
    {
        await BulkRun.PlanAsync(_place.Run, RunPlace.PlanOf(_place.WriteJsonLines("in.jsonl", Definitions.Take(20))), WordNetMini.Model);
        (int code, _, string told) = await InvokeAsync(options);
        Assert.NotEqual(0, code);
        Assert.Contains(expected, told, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Printed, string Told)> InvokeAsync(params string[] options)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await BulkProgram.InvokeAsync(new ClassModelSource<WordNetMini>(), ["slurm", _place.Run, .. options], output, error, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
