using System.CommandLine;
using System.Globalization;

namespace BertGen.Bulk.Commands;

/// <summary><c>status RUN</c>: how far a run is.</summary>
internal static class StatusCommand
{
    public static Command Create(TextWriter output)
    {
        var command = new Command("status", "Tells how far a run is, by the records of its shards. The exit code is 0 where all are done, else 1.");
        Argument<string> folder = BulkCommands.Folder();
        command.Arguments.Add(folder);
        command.SetAction(parsed =>
        {
            BulkStatus status = BulkRun.Open(parsed.GetValue(folder)!).Status();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{status.DoneShards:n0} of {status.Shards:n0} shards are done: {status.DoneRows:n0} of {status.Rows:n0} rows, {status.SkippedRows:n0} of them skipped, {status.Pieces:n0} pieces."));
            foreach (string problem in status.Problems)
            {
                output.WriteLine($"{problem}; the shard will be embedded again.");
            }

            return status.IsDone ? 0 : 1;
        });
        return command;
    }
}
