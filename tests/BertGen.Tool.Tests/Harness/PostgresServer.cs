using System.Diagnostics;

namespace BertGen.Tool.Tests.Harness;

/// <summary>A PostgreSQL of one test, where the machine has one. It does not run as root, so as root the tests start it as its own user.</summary>
internal sealed class PostgresServer : IDisposable
{
    private const string User = "postgres";

    private readonly string _binaries;
    private readonly string _folder;

    private PostgresServer(string binaries, string folder) => (_binaries, _folder) = (binaries, folder);

    /// <summary>How it is reached.</summary>
    public string Connection => $"Host={_folder};Username={User};Database={User}";

    /// <summary>Starts one.</summary>
    /// <returns>Null where the machine has none, or no user for it.</returns>
    public static PostgresServer? TryStart()
    {
        string? initdb = new[] { "/usr/local/bin", "/usr/bin" }
            .Concat(Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")) : [])
            .Select(folder => Path.Combine(folder, "initdb"))
            .LastOrDefault(File.Exists);
        if (initdb is null || (IsRoot && !File.ReadLines("/etc/passwd").Any(line => line.StartsWith($"{User}:", StringComparison.Ordinal))))
        {
            return null;
        }

        var server = new PostgresServer(Path.GetDirectoryName(initdb)!, Directory.CreateTempSubdirectory("bertgen-pg-").FullName);
        if (IsRoot)
        {
            Run(0, "chown", User, server._folder);
        }

        server.RunOwn("initdb", "-D", server.Data, "-A", "trust", "-U", User, "--no-sync");
        server.RunOwn("pg_ctl", "-D", server.Data, "-l", Path.Combine(server._folder, "log"), "-o", $"-k {server._folder} -c listen_addresses= -F", "-w", "start");
        return server;
    }

    public void Dispose()
    {
        RunOwn("pg_ctl", "-D", Data, "-m", "immediate", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private static bool IsRoot => Environment.UserName == "root";

    private string Data => Path.Combine(_folder, "data");

    private void RunOwn(string program, params string[] arguments)
    {
        string[] command = [Path.Combine(_binaries, program), .. arguments];
        Run(0, IsRoot ? ["runuser", "-u", User, "--", .. command] : command);
    }

    private static void Run(int expected, params string[] command)
    {
        // Its standard streams would stay open as long as the server.
        using Process process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$@\" > /dev/null 2>&1", "sh", .. command]) { WorkingDirectory = "/" })!;
        process.WaitForExit();
        Assert.True(process.ExitCode == expected, $"{string.Join(' ', command)}: {process.ExitCode}");
    }
}
