using System.CommandLine;
using System.Globalization;
using BertGen.Bulk.Clusters;

namespace BertGen.Bulk.Commands;

/// <summary><c>slurm RUN</c>: writes the scripts that work on a run in an array of Slurm.</summary>
internal static class SlurmCommand
{
    private const string ScriptFolder = "slurm";
    private const double DefaultRecompute = 0.001;
    private const int DefaultProcessors = 4, DefaultRestarts = 10;

    /// <param name="models">Where the model comes from.</param>
    /// <param name="programWords">What stands between this program and the name of a command.</param>
    /// <param name="output">Gets the scripts, where they are printed.</param>
    /// <param name="note">Told of what goes on.</param>
    public static Command Create(IModelSource models, IReadOnlyList<string> programWords, TextWriter output, Action<string> note)
    {
        var command = new Command("slurm", "Writes the scripts of a Slurm array over the shards of a run, with a job behind it that verifies and merges.");
        models.AddWorkSymbols(command);
        Argument<string> folder = BulkCommands.Folder();
        Option<bool> print = new("--print") { Description = "Prints the scripts, and writes no files." };
        Option<string?> program = new("--program") { Description = "What starts this program on the nodes, as a shell reads it; default: what started it here.", HelpName = "WORDS" };
        Option<string?> merge = new("--merge") { Description = "The file that gets the rows of all shards in the end; default: they stay in the shards.", HelpName = "FILE" };
        Option<string?> partition = new("--partition") { Description = "The partition.", HelpName = "NAME" };
        Option<string?> time = new("--time") { Description = "The longest time of a task, as sbatch takes it.", HelpName = "TIME" };
        Option<string?> memory = new("--memory") { Description = "Memory of a task, as --mem of sbatch takes it.", HelpName = "SIZE" };
        Option<string[]> more = new("--sbatch") { Description = "A further option of sbatch, such as --account=NAME; may be given several times.", HelpName = "OPTION" };
        Option<int?> processors = CountOption.Create("--cpus", $"Processors of a task; default: {DefaultProcessors}.");
        Option<int?> tasks = CountOption.Create("--tasks", $"The most tasks of the array; default: {SlurmJob.MostTasks}. With more shards than tasks, each takes several.");
        Option<int?> atOnce = CountOption.Create("--at-once", "Tasks that run at the same time; default: as many as there is room for.");
        Option<int?> restarts = CountOption.Create("--restarts", $"How often a task whose worker was killed starts again; default: {DefaultRestarts}.", 0);
        Option<double> recompute = RecomputeOption.Create(DefaultRecompute);
        command.Arguments.Add(folder);
        foreach (Option option in (Option[])[print, program, merge, recompute, partition, time, memory, processors, tasks, atOnce, restarts, more])
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed =>
        {
            var run = BulkRun.Open(parsed.GetValue(folder)!);
            if (run.ShardCount == 0)
            {
                throw new BulkException($"{run.Folder}: expected shards to work on; the run has none, as its input has no rows.");
            }

            string? file = parsed.GetValue(merge);
            var scripts = new SlurmScripts(new SlurmJob
            {
                Run = run.Folder,
                Shards = run.ShardCount,
                Tasks = Math.Min(run.ShardCount, parsed.GetValue(tasks) ?? SlurmJob.MostTasks),
                Program = parsed.GetValue(program) ?? ShellWord.Of([.. OwnProgram.Words(), .. programWords]),
                ModelWords = ModelWords.Of(parsed),
                MergedFile = file is null ? null : run.CheckMergedFile(file),
                Recompute = parsed.GetValue(recompute),
                Partition = parsed.GetValue(partition),
                Time = parsed.GetValue(time),
                Memory = parsed.GetValue(memory),
                Processors = parsed.GetValue(processors) ?? DefaultProcessors,
                AtOnce = parsed.GetValue(atOnce),
                Restarts = parsed.GetValue(restarts) ?? DefaultRestarts,
                More = parsed.GetValue(more) ?? [],
            });
            (string Name, string Text)[] files = [(SlurmScripts.WorkName, scripts.Work()), (SlurmScripts.FinishName, scripts.Finish()), (SlurmScripts.SubmitName, SlurmScripts.Submit())];
            if (parsed.GetValue(print))
            {
                Array.ForEach(files, script => output.Write($"# {script.Name}\n{script.Text}\n"));
                return;
            }

            string target = Path.Combine(run.Folder, ScriptFolder);
            ClusterFiles.Write(target, files);
            note(string.Create(CultureInfo.InvariantCulture, $"the scripts are written; submit them with: bash {ShellWord.Of(Path.Combine(target, SlurmScripts.SubmitName))}"));
        });
        return command;
    }
}
