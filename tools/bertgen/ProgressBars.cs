using BertGen.Hub;
using Spectre.Console;

namespace BertGen.Tool;

/// <summary>One bar for each file. A bar begins where an earlier download ended: speed and time left are those of this one.</summary>
internal sealed class ProgressBars(ProgressContext context) : IProgress<DownloadProgress>
{
    private ProgressTask? _task;
    private string? _file;
    private long _start;
    private bool _isWaiting;

    public void Report(DownloadProgress value)
    {
        if (value.WaitsFor is not null)
        {
            _task?.StopTask();
            (_file, _task) = (value.File, context.AddTask(Markup.Escape($"{value.File}, waiting for another process")));
            _task.IsIndeterminate = true;
            _isWaiting = true;
            return;
        }

        // Begun anew where the server does not continue what was there.
        if (_task is null || _isWaiting || _file != value.File || value.Received < _start)
        {
            _task?.StopTask();
            _isWaiting = false;
            (_file, _start) = (value.File, value.Received);
            string description = _start == 0 ? _file : $"{_file}, from {NumberText.Bytes(_start)} on";
            _task = context.AddTask(Markup.Escape(description), maxValue: Math.Max(1, (value.Size ?? 0) - _start));
            _task.IsIndeterminate = value.Size is null;
        }

        _task.Value = value.Received - _start;
    }
}
