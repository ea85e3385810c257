using System.CommandLine;
using BertGen.Bulk;

namespace BertGen.Benchmarks.Bulk;

/// <summary>
/// The command <c>bulk</c>: a run of files in one process and in several, which share the processors, in turns of a second with as many processes that embed the same
/// texts in memory; beside what its plans say meanwhile, and the memory that it takes.
/// </summary>
internal static class BulkCommand
{
    private const int FewestShardsOfProcess = 5;

    private const int MostRowsOfShard = 50_000;

    public static Command Create()
    {
        var counts = new Option<int[]>("--texts") { Description = "Numbers of texts, the definitions again and again.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [10_000] };
        var processes = new Option<int[]>("--processes") { Description = "Numbers of processes, which share the processors.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1] };
        var rounds = new Option<int>("--rounds") { Description = "Rounds of one measurement of each; the table has their medians.", DefaultValueFactory = _ => 1 };
        var turn = new Option<double>("--turn-seconds") { Description = "How long a turn takes.", DefaultValueFactory = _ => 1 };
        var plan = new Option<double>("--plan-seconds") { Description = "Seconds of the run from one plan to the next.", DefaultValueFactory = _ => 15 };
        Option<string> model = BulkModels.CreateOption();
        var output = new Option<OutputFormat>("--output") { Description = "How vectors are written.", DefaultValueFactory = _ => OutputFormat.NumPy };
        var command = new Command("bulk", "Pieces a second of a run over lines of text, beside the same texts in memory and what its plans say.") { counts, processes, rounds, turn, plan, model, output };
        command.SetAction(async (arguments, _) =>
        {
            ToolSettings.ForChildren();
            string name = arguments.GetRequiredValue(model);
            Console.WriteLine(BulkRound.Head);
            foreach (int count in arguments.GetRequiredValue(counts))
            {
                using var place = new BulkPlace(count);
                int[] workers = arguments.GetRequiredValue(processes);
                var found = workers.ToDictionary(one => one, _ => new List<BulkRound>());
                for (int round = 0; round < arguments.GetRequiredValue(rounds); round++)
                {
                    foreach (int one in workers)
                    {
                        long rows = RowsOfShard(count, one);
                        var turns = new BulkTurns(place, name, rows, arguments.GetRequiredValue(output))
                        {
                            TurnTime = TimeSpan.FromSeconds(arguments.GetRequiredValue(turn)),
                            SecondsOfPlan = arguments.GetRequiredValue(plan),
                        };
                        found[one].Add(await turns.RunAsync(one));
                        await Console.Error.WriteLineAsync(BulkRound.Row(name, count, one, found[one][^1..]));
                    }
                }

                foreach (int one in workers)
                {
                    Console.WriteLine(BulkRound.Row(name, count, one, found[one]));
                }
            }
        });
        return command;
    }

    /// <summary>Each process has as many shards as the others, but for a last one of few rows, so that all end at about the same time.</summary>
    private static long RowsOfShard(int texts, int processes)
    {
        double shardsOfProcess = Math.Max(FewestShardsOfProcess, Math.Ceiling(texts / ((double)MostRowsOfShard * processes)));
        return Math.Max(1, (long)Math.Ceiling(texts / (shardsOfProcess * processes)));
    }
}
