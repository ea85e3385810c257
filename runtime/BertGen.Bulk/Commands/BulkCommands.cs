using System.CommandLine;

namespace BertGen.Bulk.Commands;

/// <summary>The commands of a run: <c>plan</c>, <c>work</c>, <c>status</c>, <c>verify</c>, <c>merge</c> and <c>slurm</c>.</summary>
internal static class BulkCommands
{
    /// <summary>What is said when somebody stops a command.</summary>
    /// <param name="command">Its name.</param>
    public static string NoteOfStop(string command) => command == WorkCommand.Name ? "stopped; shards that are done stay, and the next worker goes on behind them." : "stopped.";

    /// <summary>All commands.</summary>
    /// <param name="models">Where the model comes from.</param>
    /// <param name="output">Gets results.</param>
    /// <param name="note">Told of what goes on.</param>
    /// <param name="programWords">What stands between the name of the program and that of a command.</param>
    public static IReadOnlyList<Command> Create(IModelSource models, TextWriter output, Action<string> note, params IReadOnlyList<string> programWords) =>
    [
        PlanCommand.Create(models, output, note),
        WorkCommand.Create(models, note),
        StatusCommand.Create(output),
        VerifyCommand.Create(models, output, note),
        MergeCommand.Create(note),
        SlurmCommand.Create(models, programWords, output, note),
    ];

    /// <summary>The argument with the folder of the run.</summary>
    public static Argument<string> Folder() => new("run") { Description = "The folder of the run.", HelpName = "RUN" };
}
