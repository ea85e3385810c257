using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace BertGen.Common.Files;

/// <summary>
/// Opens files, and nothing else that a name may lead to: to open a pipe waits until somebody writes to it, and a device gives bytes without
/// end.
/// </summary>
internal static class PlainFile
{
    private const int ReadOnly = 0;

    /// <summary>F_SETFL.</summary>
    private const int SetFileFlags = 4;

    /// <summary>Opens a file for reading. Links are followed.</summary>
    /// <exception cref="PlainFileException">The path leads to a folder, a pipe or a device.</exception>
    /// <exception cref="IOException">There is no such file, or it cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static FileStream Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new PlainFileException(new FileProblem(FileProblemKind.Kind, "found a folder"));
        }

        FileStream file = OpenWithoutWaiting(path) ?? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1);
        try
        {
            // A device says that it is empty, and gives bytes all the same.
            if (!file.CanSeek || (file.Length == 0 && file.ReadByte() >= 0))
            {
                throw NoFile();
            }

            return file;
        }
        catch (Exception e)
        {
            file.Dispose();
            if (e is IOException and not PlainFileException)
            {
                throw NoFile();
            }

            throw;
        }
    }

    /// <summary>Reads a file whole; of one that is too long, nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">Bytes that it may have.</param>
    /// <exception cref="PlainFileException">It is too long, or no file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] ReadAll(string path, int most)
    {
        using FileStream file = Open(path);
        long length = file.Length;
        if (length > most)
        {
            throw new PlainFileException(FileProblem.TooLong(most, length));
        }

        byte[] content = new byte[(int)length];
        for (int read = 0; read < content.Length;)
        {
            int more = file.Read(content, read, content.Length - read);
            read += more > 0 ? more : throw new EndOfStreamException("the file became shorter while it was read");
        }

        return content;
    }

    private static PlainFileException NoFile() => new(new FileProblem(FileProblemKind.Kind, "found a pipe or a device"));

    /// <summary>Opens a path so that a pipe without a writer is no reason to wait; null where that cannot be said, or nothing can be opened.</summary>
    private static FileStream? OpenWithoutWaiting(string path)
    {
        // The same on all processors that .NET runs on: O_NONBLOCK and O_CLOEXEC.
        int flags = RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? 0x800 | 0x80000
            : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? 0x4 | 0x1000000
            : 0;
        if (flags == 0 || path.IndexOf('\0') >= 0)
        {
            return null;
        }

        var handle = new SafeFileHandle(new IntPtr(OpenFile(Encoding.UTF8.GetBytes(path + "\0"), ReadOnly | flags)), ownsHandle: true);
        if (handle.IsInvalid)
        {
            handle.Dispose();
            return null;
        }

        // What is opened is a file or refused, and neither waits from here on. .NET 11 reads what must not wait from where it stopped, whatever
        // place it is told. On macOS, where the call has other rules, the file is opened once more.
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux) || SetFlags(handle.DangerousGetHandle().ToInt32(), SetFileFlags, ReadOnly) != 0)
        {
            bool isFile;
            using (var file = new FileStream(handle, FileAccess.Read, bufferSize: 1))
            {
                isFile = file.CanSeek;
            }

            return isFile ? null : throw NoFile();
        }

        return new FileStream(handle, FileAccess.Read, bufferSize: 1);
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetFlags(int file, int command, int flags);

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenFile(byte[] path, int flags);
}
