using System.Diagnostics;
using BertGen.Tests.Checkpoints;

namespace BertGen.Reliability.Tests.Seccomp;

/// <summary>A launcher of programs in which the kernel refuses to sync, compiled where there is a C compiler.</summary>
internal static class FailingSync
{
    private static readonly Lazy<(string? Path, string? Lack)> Built = new(Build);

    private static TemporaryFolder? _folder;

    /// <summary>Why there is none; null where there is one.</summary>
    public static string? Lack => Built.Value.Lack;

    public static string Path => Built.Value.Path!;

    private static (string? Path, string? Lack) Build()
    {
        if (!OperatingSystem.IsLinux())
        {
            return (null, "Errors of fsync are injected on Linux only.");
        }

        _folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => _folder.Dispose();
        string program = _folder.File("fail_sync");
        if (Run("gcc", "-O1", "-o", program, System.IO.Path.Combine(AppContext.BaseDirectory, "Seccomp", "fail_sync.c")) != 0)
        {
            return (null, "There is no C compiler (gcc) for the program that injects errors of fsync.");
        }

        return Run(program, "5", "true") == 0 ? (program, null) : (null, "The kernel lets no program refuse system calls (seccomp).");
    }

    private static int Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
