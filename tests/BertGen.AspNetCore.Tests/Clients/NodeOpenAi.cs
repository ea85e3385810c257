using System.ComponentModel;
using System.Diagnostics;

namespace BertGen.AspNetCore.Tests.Clients;

/// <summary>The client that OpenAI publishes for Node.js, installed once beside the tests.</summary>
internal static class NodeOpenAi
{
    private const string Package = "openai@6.49.0";
    private const string Script = "openai.mjs";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "node");
    private static readonly Lazy<string?> Found = new(Install);

    /// <summary>Why it cannot be run here; null where it can.</summary>
    public static string? Lack => Found.Value;

    /// <summary>Runs the script against a server.</summary>
    /// <returns>What it prints.</returns>
    public static string Ask(Uri address)
    {
        (int code, string output, string error) = Run("node", Script, address.ToString());
        return code == 0 ? output : throw new InvalidOperationException(error);
    }

    private static string? Install()
    {
        try
        {
            Directory.CreateDirectory(Folder);
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Clients", Script), Path.Combine(Folder, Script), overwrite: true);
            if (Directory.Exists(Path.Combine(Folder, "node_modules", "openai")))
            {
                return null;
            }

            Run("node", "--version");
            (int code, _, string error) = Run("npm", "install", "--no-audit", "--no-fund", "--prefix", Folder, Package);
            return code == 0 ? null : $"npm cannot install {Package}: {error.Trim()}";
        }
        catch (Win32Exception)
        {
            return "There is no Node.js with npm here.";
        }
    }

    private static (int Code, string Output, string Error) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            return (-1, "", $"{program} has not ended after {Patience.TotalSeconds:f0} s");
        }

        return (process.ExitCode, output.Result, error.Result);
    }
}
