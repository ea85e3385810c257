using BertGen.Hub;

namespace BertGen.Tool;

/// <summary>Tells that another process is waited for, and no more.</summary>
internal sealed class WaitNotes(Terminal terminal) : IProgress<DownloadProgress>
{
    public void Report(DownloadProgress value)
    {
        if (value.WaitsFor is { } path)
        {
            terminal.Note($"{value.File}: waiting for another process that fetches it and holds {path}.");
        }
    }
}
