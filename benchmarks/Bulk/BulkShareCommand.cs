using System.CommandLine;
using System.Diagnostics;

namespace BertGen.Benchmarks.Bulk;

/// <summary>
/// The command <c>bulk-share</c>, one of several processes that embed texts in memory: what as many workers are compared with. It answers with its pieces and
/// its seconds.
/// </summary>
internal static class BulkShareCommand
{
    private const string Name = "bulk-share";

    // Code is compiled again meanwhile, and better.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public static Command Create()
    {
        var input = new Argument<string>("input") { Description = "A file of texts." };
        var index = new Argument<int>("index") { Description = "The number of the share, from 0." };
        var count = new Argument<int>("count") { Description = "How many shares there are." };
        Option<string> model = BulkModels.CreateOption();
        var command = new Command(Name, "Embeds a share of texts in memory beside other processes.") { input, index, count, model };
        command.SetAction(arguments =>
        {
            int shares = arguments.GetRequiredValue(count), own = arguments.GetRequiredValue(index);
            string[] all = File.ReadAllLines(arguments.GetRequiredValue(input));
            string[] texts = all[(all.Length * own / shares)..(all.Length * (own + 1) / shares)];
            var speed = new MemorySpeed(BulkModels.Load(arguments.GetRequiredValue(model)), texts);
            speed.Measure(WarmUp);
            long start = Stopwatch.GetTimestamp();
            long pieces = speed.EmbedAll();
            ChildProcess.Answer(pieces, Stopwatch.GetElapsedTime(start).TotalSeconds);
        });
        return command;
    }

    /// <summary>The words that start one.</summary>
    public static string[] Words(string input, int index, int count, string model) =>
        [Name, input, FormattableString.Invariant($"{index}"), FormattableString.Invariant($"{count}"), "--model", model];
}
