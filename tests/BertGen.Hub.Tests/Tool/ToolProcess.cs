using System.Diagnostics;

namespace BertGen.Hub.Tests.Tool;

/// <summary>The tool, or another program, in a process of its own, with an environment that leads to a test server.</summary>
internal sealed class ToolProcess : IDisposable
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Lazy<Task<string>> _error;

    private ToolProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = new(() => process.StandardError.ReadToEndAsync());
    }

    public int Id => _process.Id;

    /// <summary>The next line of the error stream; what <see cref="WaitAsync"/> returns begins behind it.</summary>
    public async Task<string> ReadErrorLineAsync() => await _process.StandardError.ReadLineAsync() ?? "";

    public static ToolProcess Start(IEnumerable<(string Name, string Value)> environment, params string[] args) => StartProgram("BertGen.Tool.dll", environment, args);

    /// <param name="program">The assembly.</param>
    /// <param name="environment">Variables.</param>
    /// <param name="args">Arguments.</param>
    public static ToolProcess StartProgram(string program, IEnumerable<(string Name, string Value)> environment, params string[] args)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, program));
        foreach (string arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ToolProcess(Process.Start(start)!);
    }

    public async Task<(int ExitCode, string Output, string Error)> WaitAsync()
    {
        _ = _error.Value; // Read while it runs: a full pipe would stop it.
        using var limit = new CancellationTokenSource(MaxTime);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
            throw new TimeoutException($"The program does not end: {await _output}{await _error.Value}");
        }

        return (_process.ExitCode, await _output, await _error.Value);
    }

    /// <summary>Ends it as a loss of power would.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
