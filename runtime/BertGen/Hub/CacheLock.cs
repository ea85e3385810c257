namespace BertGen.Hub;

/// <summary>
/// Keeps two processes, and two threads, from writing the same file: a lock file held open. The system releases it when
/// its process ends, however it ends; it excludes the Python library as well.
/// </summary>
internal static class CacheLock
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(50);

    // EAGAIN on Linux, on macOS, and a sharing or lock violation on Windows: held by another. Anything else is an error.
    private static readonly int[] HeldCodes = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    public static async Task<IDisposable> AcquireAsync(string path, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (HeldCodes.Contains(e.HResult))
            {
                await Task.Delay(BetweenAttempts, cancellation).ConfigureAwait(false);
            }
        }
    }
}
