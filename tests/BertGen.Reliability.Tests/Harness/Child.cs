using System.Diagnostics;
using System.Globalization;

namespace BertGen.Reliability.Tests.Harness;

/// <summary>This program in a process of its own.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private Child(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts it; with a launcher, that program starts it.</summary>
    public static Child Start(string[] arguments, params string[] launcher)
    {
        string[] command = [.. launcher, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", typeof(Child).Assembly.Location, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        return new Child(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    public static (int ExitCode, string Output, string Errors) Run(string[] arguments, params string[] launcher)
    {
        using Child child = Start(arguments, launcher);
        string output = child._process.StandardOutput.ReadToEnd();
        child._process.WaitForExit();
        return (child._process.ExitCode, output, child._errors.Result);
    }

    /// <summary>Kills it some time after its first step, and tells the last step that it has reported; 0 where it has not come so far.</summary>
    public int KillAfter(TimeSpan time)
    {
        string? first = _process.StandardOutput.ReadLine();
        Assert.True(first is not null, _process.HasExited ? _errors.Result : "The process reports nothing.");
        Thread.Sleep(time);
        _process.Kill();
        string rest = _process.StandardOutput.ReadToEnd();
        _process.WaitForExit();

        // The last line may have been cut.
        string[] lines = [first!, .. rest.Split('\n')[..^1]];
        return int.Parse(lines[^1], CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
