using System.CommandLine;

namespace BertGen.Benchmarks.Bulk;

/// <summary>
/// The command <c>bulk-share</c>, one of several processes that embed texts in memory: what as many workers are compared with. It tells a line when its code is warm,
/// waits for one, embeds all of its texts in one call, and answers with their pieces.
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
            Console.WriteLine("warm");
            Console.ReadLine();
            ChildProcess.Answer(speed.EmbedAll());
        });
        return command;
    }

    /// <summary>The words that start one.</summary>
    public static string[] Words(string input, int index, int count, string model) =>
        [Name, input, FormattableString.Invariant($"{index}"), FormattableString.Invariant($"{count}"), "--model", model];
}
