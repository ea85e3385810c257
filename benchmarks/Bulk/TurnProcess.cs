using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BertGen.Benchmarks.Bulk;

/// <summary>A process of this program that stands still and goes on as it is told.</summary>
internal sealed partial class TurnProcess : IDisposable
{
    // As Linux has them, where turns are taken.
    private const int Continue = 18, Stop = 19;

    private readonly TaskCompletionSource _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private readonly ActiveClock _clock;

    /// <param name="start">How it is started; what it writes is read here.</param>
    /// <param name="clock">Tells the time of its turns.</param>
    public TurnProcess(ProcessStartInfo start, ActiveClock clock)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        _clock = clock;
        _process = Process.Start(start)!;
        Ended = Task.Run(ReadAsync);
    }

    /// <summary>Ends with the first line that it writes; fails where it ends without one.</summary>
    public Task FirstLine => _firstLine.Task;

    /// <summary>Ends with the process; fails where the process does, or has written no line.</summary>
    public Task Ended { get; }

    /// <summary>Whether it has ended.</summary>
    /// <exception cref="InvalidOperationException">It has failed.</exception>
    public bool HasEnded => Ended.IsFaulted ? throw Ended.Exception.InnerException! : Ended.IsCompleted;

    /// <summary>Seconds of its turns until the first line.</summary>
    public double FirstLineSeconds { get; private set; }

    /// <summary>Seconds of its turns until the last line.</summary>
    public double AnswerSeconds { get; private set; }

    /// <summary>Seconds of its turns until its end.</summary>
    public double EndSeconds { get; private set; }

    /// <summary>The numbers of the last line.</summary>
    public double[] Answer { get; private set; } = [];

    /// <summary>Makes it stand still.</summary>
    public void Pause() => Signal(Stop);

    /// <summary>Lets it go on.</summary>
    public void Resume() => Signal(Continue);

    /// <summary>Answers its first line, which it waits for.</summary>
    public void Proceed() => _process.StandardInput.WriteLine();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        string last = "";
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            (last, AnswerSeconds) = (line, _clock.Seconds);
            if (!FirstLine.IsCompleted)
            {
                FirstLineSeconds = AnswerSeconds;
                _firstLine.SetResult();
            }
        }

        await _process.WaitForExitAsync();
        EndSeconds = _clock.Seconds;
        if (_process.ExitCode != 0 || !FirstLine.IsCompleted)
        {
            // Whoever waits for the line would wait for ever.
            string found = FirstLine.IsCompleted ? "" : ", and has written no line";
            var failure = new InvalidOperationException($"'{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)}' has ended with exit code {_process.ExitCode}{found}.");
            _firstLine.TrySetException(failure);
            throw failure;
        }

        Answer = ChildProcess.Numbers(last);
    }

    // One that has ended is no process any more: it takes no signal, and its number is nobody's until it is waited for.
    private void Signal(int signal)
    {
        if (!Ended.IsCompleted && Kill(_process.Id, signal) != 0 && !_process.HasExited)
        {
            throw new InvalidOperationException($"Process {_process.Id} takes no signal: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
