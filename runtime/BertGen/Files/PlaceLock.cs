namespace BertGen.Files;

/// <summary>
/// A lock file that is held open, and gone afterwards. The system releases it when its process ends, however it ends; whoever
/// comes next takes over the file that is left.
/// </summary>
internal sealed class PlaceLock : IDisposable
{
    // EAGAIN on Linux, on macOS, and a sharing or lock violation on Windows: held by another. Anything else is an error.
    private static readonly int[] HeldCodes = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    private readonly FileStream _file;

    private PlaceLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <returns>Null where another process, or another call, holds it.</returns>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be made.</exception>
    public static PlaceLock? TryTake(string path)
    {
        while (true)
        {
            FileStream file;
            try
            {
                file = new FileStream(
                    path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None);
            }
            catch (IOException e) when (HeldCodes.Contains(e.HResult))
            {
                return null;
            }

            if (IsAt(path, file))
            {
                return new PlaceLock(file);
            }

            file.Dispose();
        }
    }

    public void Dispose()
    {
        // While it is held: who has opened it meanwhile finds out that it is not there any more.
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(_file.Name);
        }

        _file.Dispose();
    }

    // It may have been removed by its holder between the opening and the locking. A time of its own tells whether it is the one at the path.
    private static bool IsAt(string path, FileStream file)
    {
        if (OperatingSystem.IsWindows())
        {
            return true; // what is open there is not removed
        }

        DateTime mark = DateTime.UnixEpoch.AddSeconds(2L * Random.Shared.Next(1 << 29));
        File.SetLastWriteTimeUtc(file.SafeFileHandle, mark);
        return File.GetLastWriteTimeUtc(path) == mark;
    }
}
