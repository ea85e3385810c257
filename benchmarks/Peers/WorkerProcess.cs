using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BertGen.Benchmarks.Peers;

/// <summary>
/// A peer in a process of its own that lives through the whole measurement: it answers one line of JSON with another, so that
/// turns of all peers can alternate.
/// </summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;

    private WorkerProcess(Process process)
    {
        _process = process;
        Version = Read().GetProperty("ready").GetString()!;
    }

    /// <summary>What the worker runs on, by its own account.</summary>
    public string Version { get; }

    /// <summary>Starts a worker and waits until it has loaded its models. It runs on the processors of the calling thread.</summary>
    /// <exception cref="PeerException">The program is missing, or the worker does not get ready.</exception>
    public static WorkerProcess Start(string program, IEnumerable<string> arguments, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return new WorkerProcess(Process.Start(start)!);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new PeerException($"{program} cannot be started: {e.Message}.");
        }
    }

    /// <summary>Asks for something and waits for the answer.</summary>
    /// <exception cref="PeerException">The worker has ended.</exception>
    public JsonElement Ask(JsonObject request)
    {
        _process.StandardInput.WriteLine(request.ToJsonString());
        _process.StandardInput.Flush();
        return Read();
    }

    public void Dispose()
    {
        // The end of its input ends a worker.
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private JsonElement Read() => _process.StandardOutput.ReadLine() is { } line
        ? JsonSerializer.Deserialize<JsonElement>(line)
        : throw new PeerException($"{_process.StartInfo.FileName} has ended; its message stands above.");
}
