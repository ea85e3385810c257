using BertGen.Bulk.Costs;
using BertGen.Bulk.Input;
using BertGen.Bulk.Output;
using BertGen.Bulk.Protocol;

namespace BertGen.Bulk.Planning;

/// <summary>Makes what a run pins of what it is asked to embed.</summary>
/// <param name="folder">The folder of the run.</param>
/// <param name="plan">What it is asked to.</param>
/// <param name="model">The model.</param>
internal sealed class RunPlanner(RunFolder folder, BulkPlan plan, BulkModel model)
{
    /// <summary>Writes <c>run.json</c>, or compares it with the one that is there.</summary>
    /// <returns>What the run pins, and whether it was there before.</returns>
    /// <exception cref="BulkException">An input cannot be read, the options do not fit each other, or the folder has a run of another configuration.</exception>
    public async Task<bool> PlanAsync(CancellationToken cancellationToken)
    {
        (RunFile Run, byte[] Bytes)? found = folder.Find();
        RunFile run = await MakeAsync(found?.Run, cancellationToken).ConfigureAwait(false);
        if (found is { } pinned)
        {
            if (RunDifference.Find(pinned.Bytes, run.ToBytes()) is { } difference)
            {
                throw new BulkException($"{folder.RunPath}: the folder has a run of another configuration: {difference.Place} is {difference.Pinned} there, and {difference.Other} here. Take another folder, or the options of that run.");
            }

            return false;
        }

        folder.CreateShards();
        PublishedFile.Write(folder.RunPath, run.ToBytes());
        return true;
    }

    private async Task<RunFile> MakeAsync(RunFile? pinned, CancellationToken cancellationToken)
    {
        InputSettings input = PlannedInput.Of(plan);
        string[] paths = [.. plan.Inputs.Select(Path.GetFullPath)];
        IInputFile[] files = [.. paths.Select(path => InputFiles.Open(path, input))];
        InputSurvey[] surveys = [.. files.Select(file => file.Survey(cancellationToken))];
        OutputSettings output = await new PlanSample(model, surveys).SettleAsync(plan, cancellationToken).ConfigureAwait(false);
        var size = new ShardSize(plan, surveys.Sum(survey => survey.Rows), pinned);
        RunCost? cost = size.IsKnown && plan.Estimate is null
            ? null
            : await RunCost.MeasureAsync(model, new CostSample(surveys), input, output, plan.PiecesPerSecond, plan.MeasureTime, cancellationToken).ConfigureAwait(false);
        long rowsPerShard = size.Of(cost);
        IReadOnlyList<Shard> shards = ShardCutter.Cut(files, surveys, rowsPerShard, cancellationToken);
        if (cost is not null)
        {
            plan.Estimate?.Invoke(EstimateOf(cost, surveys, shards.Count));
        }

        return new RunFile
        {
            Format = RunFile.CurrentFormat,
            Version = RunFile.CurrentVersion,
            Model = model.Identity,
            Worker = plan.Worker,
            Input = input,
            Output = output,
            Files = [.. surveys.Select((survey, i) => new PinnedFile(folder.Pin(paths[i]), survey.Bytes, survey.Sha256))],
            Rows = size.Rows,
            RowsPerShard = rowsPerShard,
            Shards = shards,
        };
    }

    private static BulkEstimate EstimateOf(RunCost cost, InputSurvey[] surveys, int shards) => new()
    {
        Rows = surveys.Sum(survey => survey.Rows),
        SampledRows = surveys.Sum(survey => survey.Sample.Count),
        Shards = shards,
        Pieces = (long)cost.Pieces,
        Flops = cost.Flops,
        InputBytes = surveys.Sum(survey => survey.Bytes),
        OutputBytes = (long)cost.OutputBytes,
        PiecesPerSecond = cost.PiecesPerSecond,
        Processors = Environment.ProcessorCount,
    };
}
