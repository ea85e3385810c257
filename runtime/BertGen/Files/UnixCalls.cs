using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BertGen.Files;

/// <summary>Calls of the C library that .NET has no equal of, or whose errors it does not tell. The numbers are those of Linux and macOS.</summary>
internal static partial class UnixCalls
{
    /// <summary>The command of <see cref="Control"/> that makes macOS write what its disk holds back, too.</summary>
    public const int FullSync = 51;

    /// <summary>The folder of relative paths for <see cref="RenameAt"/>: the current one.</summary>
    public const int CurrentFolder = -100;

    public const int Interrupted = 4;

    private const int ReadOnly = 0;

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Sync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(SafeFileHandle file, int command);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int RenameAt(int oldFolder, string oldPath, int newFolder, string newPath, uint flags);

    [LibraryImport("libc", EntryPoint = "renamex_np", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int RenameEx(string oldPath, string newPath, uint flags);

    /// <summary>Opens a folder, which .NET does not.</summary>
    /// <returns>An invalid handle where that fails.</returns>
    public static SafeFileHandle OpenFolder(string path)
    {
        int closeOnExec = OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;
        return new SafeFileHandle(Open(path, ReadOnly | closeOnExec), ownsHandle: true);
    }

    // Declared with a third argument that may be left out, as here.
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
