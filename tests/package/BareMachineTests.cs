using System.Runtime.InteropServices;
using BertGen.Package.Tests.Harness;

namespace BertGen.Package.Tests;

/// <summary>The tool on a machine that has nothing but the C library, its neighbours and OpenSSL: no SDK, no runtime, no NuGet, no ICU, no home.</summary>
public sealed class BareMachineTests : IDisposable
{
    // What .NET itself asks of a machine, and what these need.
    private static readonly string[] Libraries =
    [
        "libc.so.6", "libdl.so.2", "libgcc_s.so.1", "libm.so.6", "libpthread.so.0", "librt.so.1", "libstdc++.so.6", "libssl.so.3", "libcrypto.so.3",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("bertgen-bare-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // A root of its own is made with what Linux has for containers, which only its administrator may use.
    [Fact]
    public async Task APublishedToolEmbedsWhereNothingIsInstalled()
    {
        if (!FullPublish.IsOn || !OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64 || Environment.UserName != "root")
        {
            return;
        }

        string root = Path.Combine(_folder, "root");
        string model = Path.Combine(TestBuild.Repository, "sample-models", "wordnet-mini");
        string tool = Path.Combine(TestBuild.Repository, "tools", "bertgen", "BertGen.Tool.csproj");
        PackedBertGen.CopyFolder(model, Path.Combine(root, "model"));
        await File.WriteAllLinesAsync(Path.Combine(root, "texts.txt"), ["fear of heights", "a puppy", "Naïve café — 漢字"]);
        CopyLibraries(root);
        Directory.CreateDirectory(Path.Combine(root, "proc"));
        Directory.CreateDirectory(Path.Combine(root, "tmp"));

        (await DotNet.RunAsync(
            _folder,
            packages: null,
            ["publish", tool, "-c", "Release", "-r", "linux-x64", "--self-contained", "-o", Path.Combine(root, "tool"), "-p:RunAnalyzers=false", "--artifacts-path", Path.Combine(_folder, "artifacts")])).Succeeded();
        CommandResult bare = await DotNet.RunProgramAsync(
            "unshare",
            _folder,
            ["--mount", "--pid", "--fork", $"--mount-proc={Path.Combine(root, "proc")}", "env", "-i", "/usr/sbin/chroot", root, "/tool/BertGen.Tool", "embed", "/model", "/texts.txt", "-o", "/vectors.npy"]);
        bare.Succeeded();

        // The same tool on the machine that built it; that its vectors are those of a compiled class is shown by its own tests.
        string here = Path.Combine(_folder, "vectors.npy");
        (await DotNet.RunProgramAsync(Path.Combine(root, "tool", "BertGen.Tool"), _folder, ["embed", model, Path.Combine(root, "texts.txt"), "-o", here])).Succeeded();
        Assert.Equal(await File.ReadAllBytesAsync(here), await File.ReadAllBytesAsync(Path.Combine(root, "vectors.npy")));
    }

    private static void CopyLibraries(string root)
    {
        const string Place = "lib/x86_64-linux-gnu";
        string target = Directory.CreateDirectory(Path.Combine(root, Place)).FullName;
        foreach (string library in Libraries)
        {
            string source = new[] { $"/{Place}", $"/usr/{Place}" }.Select(folder => Path.Combine(folder, library)).First(File.Exists);
            File.Copy(source, Path.Combine(target, library));
        }

        const string Loader = "lib64/ld-linux-x86-64.so.2";
        Directory.CreateDirectory(Path.Combine(root, "lib64"));
        File.Copy($"/{Loader}", Path.Combine(root, Loader));
    }
}
