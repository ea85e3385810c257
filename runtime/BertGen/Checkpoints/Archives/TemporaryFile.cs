namespace BertGen.Checkpoints.Archives;

/// <summary>A file that nobody else opens, and that is gone when it is closed, or when the process is.</summary>
internal static class TemporaryFile
{
    public static FileStream Create(Action<Stream> write)
    {
        string path = Path.Combine(Path.GetTempPath(), $"bertgen-{Path.GetRandomFileName()}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var stream = new FileStream(path, options);
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                File.Delete(path); // The open file stays usable, and no crash leaves it behind.
            }

            write(stream);
            stream.Flush();
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}
