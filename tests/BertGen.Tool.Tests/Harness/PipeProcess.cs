using System.Diagnostics;

namespace BertGen.Tool.Tests.Harness;

/// <summary>The tool in a process of its own.</summary>
internal sealed class PipeProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    public PipeProcess(PipeFolder folder, string model)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, "BertGen.Tool.dll"), "pipe", model])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(folder.Root, "cache");
        start.Environment["HOME"] = folder.Root;
        _process = Process.Start(start)!;
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>The answer to a request, while the process waits for more.</summary>
    public async Task<string?> AskAsync(string request)
    {
        await _process.StandardInput.WriteLineAsync(request);
        await _process.StandardInput.FlushAsync();
        return await _process.StandardOutput.ReadLineAsync();
    }

    /// <summary>The files that the process has in its memory; only Linux tells.</summary>
    public string[] LoadedFiles() => [.. File.ReadLines($"/proc/{_process.Id}/maps").Select(line => Path.GetFileName(line)).Distinct()];

    public async Task<(int ExitCode, string Error)> EndAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        return (_process.ExitCode, await _error);
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
