using System.CommandLine;
using System.Globalization;
using BertGen.Bulk;

namespace BertGen.Benchmarks.Bulk;

/// <summary>The command <c>bulk-planner</c>: plans a run in a process of its own, as <c>bertgen embed plan</c> does, and answers with the pieces a second that it expects of a worker.</summary>
internal static class BulkPlannerCommand
{
    private const string Name = "bulk-planner";

    public static Command Create()
    {
        var input = new Argument<string>("input") { Description = "A file of texts." };
        var folder = new Argument<string>("run") { Description = "The folder of the run." };
        var rows = new Argument<long>("rows") { Description = "Rows of a shard." };
        var output = new Option<OutputFormat>("--output") { Description = "How vectors are written." };
        Option<string> model = BulkModels.CreateOption();
        var command = new Command(Name, "Plans a run in a process of its own.") { input, folder, rows, output, model };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            BulkEstimate? estimate = null;
            var plan = new BulkPlan
            {
                Inputs = [arguments.GetRequiredValue(input)],
                OutputFormat = arguments.GetRequiredValue(output),
                RowsPerShard = arguments.GetRequiredValue(rows),
                Estimate = found => estimate = found,
            };
            await BulkRun.PlanAsync(arguments.GetRequiredValue(folder), plan, BulkModel.Of(BulkModels.Load(arguments.GetRequiredValue(model))), cancellationToken);
            ChildProcess.Answer(estimate!.PiecesPerSecond);
        });
        return command;
    }

    /// <summary>The words that start one.</summary>
    public static string[] Words(string input, string run, long rows, OutputFormat output, string model) =>
        [Name, input, run, rows.ToString(CultureInfo.InvariantCulture), "--output", output.ToString(), "--model", model];
}
