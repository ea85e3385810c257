using System.CommandLine;
using BertGen.Checkpoints;

namespace TrainingSamples;

/// <summary>What the command lines of the training programs have in common: messages and exit codes.</summary>
/// <param name="name">Name of the program.</param>
internal sealed class SampleCommand(string name)
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int UsageError = 2;

    /// <returns>0; 1 where a file cannot be used; 2 where the command line is wrong.</returns>
    public int Invoke(RootCommand command, string[] args)
    {
        ParseResult parsed = command.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            Console.Error.WriteLine($"{name}: {parsed.Errors[0].Message} (--help lists the options)");
            return UsageError;
        }

        return parsed.Invoke();
    }

    /// <summary>Does the work; files that cannot be used are a message and an exit code.</summary>
    public int Run(Action work)
    {
        try
        {
            work();
            return Success;
        }
        catch (Exception e) when (e is UserException or CheckpointException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{name}: {e.Message}");
            return Failure;
        }
    }
}
