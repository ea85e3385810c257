namespace BertGen.Hub;

/// <summary>
/// Keeps two processes, and two threads, from writing the same file: a lock file held open. The system releases it when
/// its process ends, however it ends; it excludes the Python library as well.
/// </summary>
internal static class CacheLock
{
    /// <summary>A wait that is longer than this is told.</summary>
    public static readonly TimeSpan NoticeAfter = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(50);

    // EAGAIN on Linux, on macOS, and a sharing or lock violation on Windows: held by another. Anything else is an error.
    private static readonly int[] HeldCodes = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    /// <param name="path">The lock file.</param>
    /// <param name="file">What it stands for, in messages.</param>
    /// <param name="tools">How to wait, for how long, and who is told of it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="HubException">Another holds it for longer than a download may take.</exception>
    public static async ValueTask<IDisposable> AcquireAsync(string path, HubFile file, DownloadTools tools, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var budget = new FileBudget(tools.Settings);
        long start = tools.Settings.Time.GetTimestamp();
        bool isTold = false;
        while (true)
        {
            if (TryAcquire(path) is { } held)
            {
                return held;
            }

            if (!isTold && tools.Settings.Time.GetElapsedTime(start) >= NoticeAfter)
            {
                isTold = true;
                tools.Progress?.Report(new DownloadProgress(file.Name ?? file.Model, 0, null) { WaitsFor = path });
            }

            if (budget.IsTimeOver)
            {
                throw file.Error(HubFailure.Storage, $"another process has held {path} for {budget.TimeText}. End it, and try again.");
            }

            await tools.Waiting.DelayAsync(BetweenAttempts, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The lock, or null where another holds it.</summary>
    public static IDisposable? TryAcquire(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (HeldCodes.Contains(e.HResult))
        {
            return null;
        }
    }
}
