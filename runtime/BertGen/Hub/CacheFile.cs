using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BertGen.Hub;

/// <summary>Opens files of the cache: those that are written are the files themselves, and never what a link in their place leads to.</summary>
internal static partial class CacheFile
{
    /// <summary>More than a commit or the name of a version has; a longer file is none of them.</summary>
    private const int MaxTextLength = 4096;

    private const int ReadWrite = 2;

    /// <summary>Opens a file for writing, and creates it where there is none; what is in it stays.</summary>
    /// <exception cref="IOException">There is a link, or something that is no file.</exception>
    public static FileStream OpenOrCreate(string path)
    {
        try
        {
            return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (IOException) when (new FileInfo(path) is { } found && (found.Exists || found.LinkTarget is not null))
        {
            return Open(path);
        }
    }

    /// <summary>Opens an empty file for writing in the place of what is there.</summary>
    public static FileStream Create(string path)
    {
        File.Delete(path);
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    /// <summary>The text of a short file, without white space around it; null where there is none.</summary>
    public static string? ReadText(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var file = new StreamReader(path);
        char[] text = new char[MaxTextLength];
        return new string(text, 0, file.ReadBlock(text)).Trim();
    }

    private static FileStream Open(string path)
    {
        RefuseLink(path);
        FileStream file = NoFollowFlags() is { } flags ? Open(path, flags) : new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);
        try
        {
            RefuseLink(path); // One that was put there meanwhile, where the system does not refuse it itself.
            return file.CanSeek ? file : throw new IOException($"{path}: expected a file, found a pipe or a device. Remove it.");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static void RefuseLink(string path)
    {
        if (new FileInfo(path).LinkTarget is { } target)
        {
            throw new IOException($"{path}: expected a file, found a link to {target}: a download does not write through links. Remove it.");
        }
    }

    private static FileStream Open(string path, int flags)
    {
        int file = OpenFile(path, flags | ReadWrite);
        return file >= 0
            ? new FileStream(new SafeFileHandle(file, ownsHandle: true), FileAccess.Write, bufferSize: 0)
            : throw new IOException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    // O_NOFOLLOW, with O_NONBLOCK, so that a pipe does not wait for its other end, and O_CLOEXEC.
    private static int? NoFollowFlags() => RuntimeInformation.ProcessArchitecture switch
    {
        _ when OperatingSystem.IsMacOS() => 0x100 | 0x4 | 0x1000000,
        Architecture.X64 or Architecture.X86 when OperatingSystem.IsLinux() => 0x20000 | 0x800 | 0x80000,
        Architecture.Arm64 or Architecture.Arm when OperatingSystem.IsLinux() => 0x8000 | 0x800 | 0x80000,
        _ => null,
    };

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int OpenFile(string path, int flags);
}
