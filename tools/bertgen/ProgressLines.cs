using System.Diagnostics;
using BertGen.Hub;

namespace BertGen.Tool;

/// <summary>A line every few seconds, for logs; short downloads need none.</summary>
internal sealed class ProgressLines(Terminal terminal) : IProgress<DownloadProgress>
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    private readonly Stopwatch _watch = new();
    private readonly WaitNotes _waits = new(terminal);
    private string? _file;
    private long _start;
    private TimeSpan _next;

    public void Report(DownloadProgress value)
    {
        if (value.WaitsFor is not null)
        {
            _waits.Report(value);
            return;
        }

        if (_file != value.File || value.Received < _start)
        {
            (_file, _start, _next) = (value.File, value.Received, BetweenLines);
            _watch.Restart();
            if (_start > 0)
            {
                terminal.Note($"{_file}: continued from {NumberText.Bytes(_start)} on.");
            }
        }

        if (_watch.Elapsed < _next)
        {
            return;
        }

        _next = _watch.Elapsed + BetweenLines;
        double perSecond = (value.Received - _start) / _watch.Elapsed.TotalSeconds;
        terminal.Note(value.Size is { } size && perSecond > 0
            ? $"{_file}: {NumberText.Bytes(value.Received)} of {NumberText.Bytes(size)}, {NumberText.Bytes((long)perSecond)}/s, {(size - value.Received) / perSecond:N0} s left."
            : $"{_file}: {NumberText.Bytes(value.Received)}, {NumberText.Bytes((long)perSecond)}/s.");
    }
}
