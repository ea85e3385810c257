using System.CommandLine;
using System.Diagnostics;
using BertGen.Bulk;

namespace BertGen.Benchmarks.Bulk;

/// <summary>The command <c>bulk-fleet</c>: a run whose workers are killed at random moments, beside what the simulator makes of the same fleet.</summary>
internal static class BulkFleetCommand
{
    private const int Simulations = 200;

    private static readonly TimeSpan Requeue = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var texts = new Option<int>("--texts") { Description = "The number of texts.", DefaultValueFactory = _ => 100_000 };
        var shards = new Option<int>("--shards") { Description = "The number of shards.", DefaultValueFactory = _ => 50 };
        var nodes = new Option<int>("--nodes") { Description = "Processes at the same time, which share the processors.", DefaultValueFactory = _ => 2 };
        var mtbf = new Option<double>("--mtbf") { Description = "Seconds from the start of a process until it is killed, on average.", DefaultValueFactory = _ => 15 };
        Option<string> model = BulkModels.CreateOption();
        var command = new Command("bulk-fleet", "A run whose workers are killed, beside its simulation.") { texts, shards, nodes, mtbf, model };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            ToolSettings.ForChildren();
            string name = arguments.GetRequiredValue(model);
            int count = arguments.GetRequiredValue(texts), fleet = arguments.GetRequiredValue(nodes);
            var embedder = BulkModel.Of(BulkModels.Load(name));
            using var place = new BulkPlace(count);
            Environment.SetEnvironmentVariable("DOTNET_PROCESSOR_COUNT", FormattableString.Invariant($"{Math.Max(1, Environment.ProcessorCount / fleet)}"));
            long rows = Math.Max(1, count / arguments.GetRequiredValue(shards));

            BulkRun run = await place.PlanAsync(embedder, rows, cancellationToken);
            string[] words = BulkWorkerCommand.Words(run.Folder, name);
            long start = Stopwatch.GetTimestamp();
            double[][] answers = await Task.WhenAll(Enumerable.Range(0, fleet).Select(_ => Task.Run(() => ChildProcess.Run(words))));
            double steady = Stopwatch.GetElapsedTime(start).TotalSeconds, busy = answers.Max(answer => answer[1]);
            var simulation = new BulkSimulation
            {
                Shards = run.ShardCount,
                ShardTime = TimeSpan.FromSeconds(busy / Math.Ceiling(run.ShardCount / (double)fleet)),
                Nodes = fleet,
                MeanTimeBetweenFailures = TimeSpan.FromSeconds(arguments.GetRequiredValue(mtbf)),
                StartTime = TimeSpan.FromSeconds(steady - busy),
                RequeueTime = Requeue,
                Lease = BulkWorkerCommand.LeaseTime,
                Spread = 0,
                Stragglers = 0,
            };

            run = await place.PlanAsync(embedder, rows, cancellationToken);
            words = BulkWorkerCommand.Words(run.Folder, name);
            start = Stopwatch.GetTimestamp();
            int[] kills = await Task.WhenAll(Enumerable.Range(0, fleet).Select(node => NodeAsync(words, arguments.GetRequiredValue(mtbf), new Random(node + 1))));
            double disturbed = Stopwatch.GetElapsedTime(start).TotalSeconds;
            BulkSimulationResult[] played = [.. Enumerable.Range(0, Simulations).Select(seed => (simulation with { Seed = seed }).Run())];
            double[] times = [.. played.Select(result => result.WallTime.TotalSeconds).Order()];
            Console.WriteLine("| shards | nodes | undisturbed, s | killed | with kills, s | simulated, s | 5 % to 95 % | simulated failures |");
            Console.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
            Console.WriteLine(FormattableString.Invariant(
                $"| {run.ShardCount} | {fleet} | {steady:f1} | {kills.Sum()} | {disturbed:f1} | {times.Average():f1} | {times[Simulations / 20]:f1} to {times[^(Simulations / 20)]:f1} | {played.Average(result => result.Failures):f1} |"));
            Console.WriteLine(run.Status().IsDone ? "All shards are done." : "Shards are missing.");
        });
        return command;
    }

    /// <summary>A node: its process is killed after a time that has no memory, and comes back, until one ends by itself.</summary>
    private static async Task<int> NodeAsync(string[] words, double mtbf, Random random)
    {
        for (int kills = 0; ; kills++)
        {
            using Process worker = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, words) { RedirectStandardOutput = true })!;
            using var life = new CancellationTokenSource(TimeSpan.FromSeconds(-mtbf * Math.Log(1 - random.NextDouble())));
            try
            {
                await worker.WaitForExitAsync(life.Token);
                return kills;
            }
            catch (OperationCanceledException)
            {
                worker.Kill();
                await Task.Delay(Requeue, CancellationToken.None);
            }
        }
    }
}
