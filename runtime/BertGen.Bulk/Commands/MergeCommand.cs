using System.CommandLine;
using System.Globalization;

namespace BertGen.Bulk.Commands;

/// <summary><c>merge RUN FILE</c>: puts all rows in one output.</summary>
internal static class MergeCommand
{
    public static Command Create(Action<string> note)
    {
        var command = new Command("merge", "Puts the rows of all shards in one file, in the order of the input.");
        Argument<string> folder = BulkCommands.Folder();
        Argument<string> target = new("file") { Description = "The file, with the end of the run's format: .npy, .jsonl or .parquet.", HelpName = "FILE" };
        command.Arguments.Add(folder);
        command.Arguments.Add(target);
        command.SetAction((parsed, cancellationToken) =>
        {
            (IReadOnlyList<string> paths, long rows) = BulkRun.Open(parsed.GetValue(folder)!).Merge(parsed.GetValue(target)!, cancellationToken);
            note(string.Create(CultureInfo.InvariantCulture, $"{string.Join(" and ", paths)}: {rows:n0} rows."));
            return Task.FromResult(0);
        });
        return command;
    }
}
