using System.CommandLine;
using BertGen.Bulk;

namespace BertGen.Benchmarks.Bulk;

/// <summary>The command <c>bulk-step</c>, a worker of the tiny model: it does what its words say, and answers with its peak of memory in bytes.</summary>
internal static class BulkStepCommand
{
    private const string Name = "bulk-step";

    public static Command Create()
    {
        var words = new Argument<string[]>("words") { Description = "A command of a run, and its words." };
        var command = new Command(Name, "Does one step of a run in a process of its own.") { words };
        command.SetAction(async (arguments, _) =>
        {
            TextWriter output = Console.Out;
            Console.SetOut(Console.Error);
            int code = await BulkRun.Main<BulkTiny>(arguments.GetRequiredValue(words));
            Console.SetOut(output);
            ChildProcess.Answer(ProcessMemory.Peak);
            return code;
        });
        return command;
    }

    /// <summary>The words that start one.</summary>
    public static string[] Words(params IEnumerable<string> words) => [Name, "--", .. words];
}
