using System.ComponentModel;
using System.Diagnostics;

namespace BertGen.Bulk.Tests.Harness;

/// <summary>A worker in a process of its own.</summary>
internal sealed class Child : IDisposable
{
    // What bash's ulimit counts in.
    private const int BlockBytes = 1024;

    private readonly Process _process;
    private readonly Task<string> _errors;

    private Child(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync());

    /// <summary>Whether the process has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>How long processors have worked for it: on a machine that does other things too, this says how far it is, and the clock does not. Longest for one that has ended.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            try
            {
                return _process.HasExited ? TimeSpan.MaxValue : _process.TotalProcessorTime;
            }
            catch (Exception e) when (e is InvalidOperationException or Win32Exception)
            {
                // It has ended between the two looks.
                return TimeSpan.MaxValue;
            }
        }
    }

    /// <summary>Starts one; with a launcher, that program starts it.</summary>
    public static Child Start(WorkerModel model, string[] arguments, params string[] launcher)
    {
        string[] command = [.. launcher, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", typeof(Child).Assembly.Location, model.Name, .. arguments, "--model", model.Folder];
        return new Child(Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!);
    }

    /// <summary>
    /// Starts one that cannot write so many bytes to a file. The signal that would end the process is ignored, so that it sees an error as of a disk that is
    /// full; and the runtime keeps no code in files.
    /// </summary>
    public static Child StartOnFullDisk(WorkerModel model, string[] arguments, int bytes) =>
        Start(model, arguments, "bash", "-c", $"trap '' XFSZ; ulimit -f {bytes / BlockBytes}; DOTNET_EnableWriteXorExecute=0 exec \"$@\"", "limited");

    /// <summary>Waits for its end.</summary>
    public async Task<(int ExitCode, string Errors)> WaitAsync()
    {
        await _process.WaitForExitAsync();
        return (_process.ExitCode, await _errors);
    }

    /// <summary>Ends it without a word to it.</summary>
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
