using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BertGen.Files;

/// <summary>
/// What makes a written file outlast a loss of power. <see cref="FileStream.Flush(bool)"/> does not tell when the disk has failed,
/// so its errors are seen here.
/// </summary>
internal class Disk
{
    private const uint ExchangeOnLinux = 2, ExchangeOnMac = 2;

    // EINVAL, EROFS, ENOTSUP of macOS and of Linux: files and file systems that have nothing to write to a disk.
    private static readonly int[] NothingToSync = [22, 30, 45, 95];

    // EACCES: a folder that may be written to, but not opened for reading.
    private static readonly int[] NoAccess = [13];

    protected Disk()
    {
    }

    /// <summary>The disks of this machine.</summary>
    public static Disk System { get; } = new();

    /// <summary>Returns when the disk holds what was written to the file.</summary>
    /// <param name="file">The file, open for writing.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <exception cref="IOException">The disk has failed, is full or is gone: what was written may be lost.</exception>
    public virtual void Sync(SafeFileHandle file, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            if (!WindowsCalls.Flush(file))
            {
                throw Failed(path);
            }

            return;
        }

        // Not every file system of macOS has the full one.
        if (!OperatingSystem.IsMacOS() || Call(() => UnixCalls.Control(file, UnixCalls.FullSync)) != 0)
        {
            SyncPlainly(file, path);
        }
    }

    /// <summary>Returns when the disk holds the names in a folder. Windows keeps them in the journal of the file system by itself.</summary>
    /// <exception cref="IOException">The disk has failed: names may be the old ones after a loss of power.</exception>
    public virtual void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using SafeFileHandle handle = UnixCalls.OpenFolder(folder);
        if (!handle.IsInvalid)
        {
            SyncPlainly(handle, folder);
        }
        else if (!NoAccess.Contains(Marshal.GetLastPInvokeError()))
        {
            throw Failed(folder);
        }
    }

    /// <summary>Exchanges two names in one step, where the system has it.</summary>
    /// <returns>False where it has not, or refuses.</returns>
    public virtual bool TryExchange(string first, string second)
    {
        try
        {
            return OperatingSystem.IsLinux() ? UnixCalls.RenameAt(UnixCalls.CurrentFolder, first, UnixCalls.CurrentFolder, second, ExchangeOnLinux) == 0
                : OperatingSystem.IsMacOS() && UnixCalls.RenameEx(first, second, ExchangeOnMac) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Writes a new file, to the disk.</summary>
    /// <exception cref="IOException">It is there already, or cannot be written.</exception>
    public void WriteNew(string path, Action<Stream> write)
    {
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        write(stream);
        stream.Flush();
        Sync(stream.SafeFileHandle, path);
    }

    /// <summary>Gives a file that was synced its name, in the place of another one, so that the disk holds the name too.</summary>
    /// <exception cref="IOException">It cannot be renamed, or the disk has failed: then the file has its name, but may lose it with the power.</exception>
    public void Rename(string path, string newPath)
    {
        File.Move(path, newPath, overwrite: true);
        SyncFolder(Path.GetDirectoryName(Path.GetFullPath(newPath))!);
    }

    private static void SyncPlainly(SafeFileHandle file, string path)
    {
        if (Call(() => UnixCalls.Sync(file)) != 0 && !NothingToSync.Contains(Marshal.GetLastPInvokeError()))
        {
            throw Failed(path);
        }
    }

    private static int Call(Func<int> call)
    {
        int result;
        do
        {
            result = call();
        }
        while (result != 0 && Marshal.GetLastPInvokeError() == UnixCalls.Interrupted);

        return result;
    }

    private static IOException Failed(string path) =>
        new($"{path}: what was written could not be brought to the disk: {Marshal.GetLastPInvokeErrorMessage()}.");
}
