using System.Diagnostics;
using System.Text;

namespace BertGen.Package.Tests.Harness;

/// <summary>Runs <c>dotnet</c> as a stranger would from a shell: without what the running build or test left in the environment.</summary>
internal static class DotNet
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    // Set by the SDK for its own children: a second SDK process would take them for its own.
    private static readonly string[] InheritedPrefixes = ["MSBUILD", "VSTEST", "COREHOST", "DOTNET_CLI_", "DOTNET_HOST_PATH", "TESTINGPLATFORM"];

    private static string Executable => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <param name="folder">The working folder.</param>
    /// <param name="packages">The folder that packages are restored to; null for that of the machine.</param>
    /// <param name="arguments">What follows <c>dotnet</c>.</param>
    /// <param name="environment">Variables beside those of this process.</param>
    /// <returns>Exit code and output. A command that outlives the limit fails the test with the output so far.</returns>
    public static Task<CommandResult> RunAsync(string folder, string? packages, string[] arguments, IReadOnlyDictionary<string, string>? environment = null) =>
        RunAsync(StartInfo(Executable, folder, packages, arguments, environment));

    /// <summary>Runs another program in the same way.</summary>
    public static Task<CommandResult> RunProgramAsync(string program, string folder, string[] arguments) => RunAsync(StartInfo(program, folder, packages: null, arguments, environment: null));

    /// <summary>Runs a program that does not end by itself until something has happened, and then ends it.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="program">The file.</param>
    /// <param name="happened">Asked ten times a second.</param>
    public static async Task RunUntilAsync(string folder, string program, Func<bool> happened)
    {
        using var ended = new CancellationTokenSource();
        Task<CommandResult> run = RunAsync(StartInfo(Executable, folder, packages: null, ["exec", program], environment: null), ended.Token);
        while (!happened() && !run.IsCompleted)
        {
            await Task.WhenAny(run, Task.Delay(100));
        }

        await ended.CancelAsync();
        CommandResult result = await run;
        Assert.True(happened(), $"{program} ended with {result.ExitCode} before that:\n{result.Output}");
    }

    private static async Task<CommandResult> RunAsync(ProcessStartInfo start, CancellationToken ended = default)
    {
        using var process = new Process { StartInfo = start };
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(Limit);
        using CancellationTokenRegistration end = ended.Register(() => process.Kill(entireProcessTree: true));
        string command = $"{Path.GetFileName(start.FileName)} {string.Join(' ', start.ArgumentList)}";
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"'{command}' was still running after {Limit}:\n{Text(output)}");
        }

        return new CommandResult(command, process.ExitCode, Text(output));
    }

    private static ProcessStartInfo StartInfo(string program, string folder, string? packages, string[] arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(IsInherited).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";

        // One compiler serves all builds of the tests, as it does for a user; it ends by itself when nobody asks it.
        start.Environment["UseSharedCompilation"] = "true";
        start.Environment["MSBUILDTERMINALLOGGER"] = "off";
        if (packages is not null)
        {
            start.Environment["NUGET_PACKAGES"] = packages;
        }

        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static bool IsInherited(string name) =>
        InheritedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static void Append(StringBuilder output, string? line)
    {
        if (line is not null)
        {
            lock (output)
            {
                output.Append(line).Append('\n');
            }
        }
    }

    private static string Text(StringBuilder output)
    {
        lock (output)
        {
            return output.ToString();
        }
    }
}
