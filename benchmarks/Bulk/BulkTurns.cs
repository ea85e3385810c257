using System.Diagnostics;
using BertGen.Bulk;

namespace BertGen.Benchmarks.Bulk;

/// <summary>
/// A run in some processes, and as many that embed the same texts in memory, in turns: while one side goes on, the other stands still, and its time with it. A machine
/// whose speed changes from one minute to the next so changes for both. Plans, each in as many new processes, are made before, between and after.
/// </summary>
/// <param name="place">The texts.</param>
/// <param name="model">The name of the model.</param>
/// <param name="rowsPerShard">Rows of a shard.</param>
/// <param name="output">How vectors are written.</param>
internal sealed class BulkTurns(BulkPlace place, string model, long rowsPerShard, OutputFormat output)
{
    /// <summary>How long a turn takes.</summary>
    public required TimeSpan TurnTime { get; init; }

    /// <summary>Seconds of the run from one plan to the next.</summary>
    public required double SecondsOfPlan { get; init; }

    /// <summary>Measures a run.</summary>
    /// <param name="count">Processes of each side, which share the processors.</param>
    public async Task<BulkRound> RunAsync(int count)
    {
        string run = place.NewFolder();
        List<double> plans = [await PlanAsync(count, run)];
        using var memory = new TurnSide(OnShares(count, i => BulkShareCommand.Words(place.Input, i, count, model)));
        using var work = new TurnSide(OnShares(count, i => BulkWorkerCommand.Words(run, i, count, model)));
        await memory.PrepareAsync();
        while (!work.IsDone || !memory.IsDone)
        {
            await TakeTurnAsync(work);
            await TakeTurnAsync(memory);
            if (!work.IsDone && work.Seconds > SecondsOfPlan * plans.Count)
            {
                plans.Add(await PlanAsync(count, place.NewFolder()));
            }
        }

        plans.Add(await PlanAsync(count, place.NewFolder()));
        await Console.Error.WriteLineAsync(FormattableString.Invariant($"planned: {string.Join(", ", plans.Select(plan => Math.Round(plan)))}; seconds of processes: {string.Join(", ", work.Processes.Select(process => Math.Round(process.EndSeconds, 2)))} on the run, {string.Join(", ", memory.Processes.Select(process => Math.Round(process.AnswerSeconds, 2)))} in memory"));
        return new BulkRound(
            work.Processes.Max(process => process.EndSeconds),
            work.Processes.Max(process => process.FirstLineSeconds),
            memory.Processes.Sum(process => process.Answer[0] / process.AnswerSeconds),
            work.Processes.Sum(process => process.Answer[0] / process.EndSeconds),
            work.Processes.Sum(process => process.Answer[0] / (process.EndSeconds - process.FirstLineSeconds)),
            plans.Average(),
            work.Processes.Max(process => process.Answer[2]));
    }

    private async Task TakeTurnAsync(TurnSide side)
    {
        if (!side.IsDone)
        {
            await side.TurnAsync(TurnTime);
        }
    }

    /// <summary>Plans the run in as many new processes as it has, while nothing else goes on; what they say is added up.</summary>
    private async Task<double> PlanAsync(int count, string folder)
    {
        using var planners = new TurnSide(OnShares(count, i => BulkPlannerCommand.Words(place.Input, i == 0 ? folder : place.NewFolder(), rowsPerShard, output, model)));
        await planners.TurnAsync(Timeout.InfiniteTimeSpan);
        return planners.IsDone ? planners.Processes.Sum(process => process.Answer[0]) : throw new UnreachableException();
    }

    private static ProcessStartInfo[] OnShares(int count, Func<int, string[]> words) => [.. Enumerable.Range(0, count).Select(i => ChildProcess.OnShare(i, count, words(i)))];
}
