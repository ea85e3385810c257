using System.Diagnostics;

namespace BertGen.Generator.Tests.Harness;

/// <summary>Named pipes: whoever opens one in the usual way waits.</summary>
internal static class Pipes
{
    /// <summary>Puts a pipe in the place of a file.</summary>
    public static void Create(string path)
    {
        File.Delete(path);
        using var mkfifo = Process.Start("mkfifo", [path]);
        mkfifo.WaitForExit();
        Assert.Equal(0, mkfifo.ExitCode);
    }
}
