using System.Diagnostics;
using System.Text;

namespace BertGen.Package.Tests.Harness;

/// <summary>Runs <c>dotnet</c> as a stranger would from a shell: without what the running build or test left in the environment.</summary>
internal static class DotNet
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    // Set by the SDK for its own children: a second SDK process would take them for its own.
    private static readonly string[] InheritedPrefixes = ["MSBUILD", "VSTEST", "COREHOST", "DOTNET_CLI_", "DOTNET_HOST_PATH", "TESTINGPLATFORM"];

    /// <param name="folder">The working folder.</param>
    /// <param name="packages">The folder that packages are restored to; null for that of the machine.</param>
    /// <param name="arguments">What follows <c>dotnet</c>.</param>
    /// <returns>Exit code and output. A command that outlives the limit fails the test with the output so far.</returns>
    public static async Task<CommandResult> RunAsync(string folder, string? packages, params string[] arguments)
    {
        using var process = new Process { StartInfo = StartInfo(folder, packages, arguments) };
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(Limit);
        string command = $"dotnet {string.Join(' ', arguments)}";
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

    private static ProcessStartInfo StartInfo(string folder, string? packages, string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
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
        start.Environment["MSBUILDTERMINALLOGGER"] = "off";
        if (packages is not null)
        {
            start.Environment["NUGET_PACKAGES"] = packages;
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
