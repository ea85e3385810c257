namespace BertGen.Package.Tests.Harness;

/// <summary>How a command ended, and all that it wrote.</summary>
internal sealed record CommandResult(string Command, int ExitCode, string Output)
{
    public IEnumerable<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Fails the test, with the output, where the command failed.</summary>
    public CommandResult Succeeded()
    {
        Assert.True(ExitCode == 0, $"'{Command}' ended with {ExitCode}:\n{Output}");
        return this;
    }
}
