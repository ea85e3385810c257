using System.Runtime.InteropServices;

namespace BertGen.Tests.Torch;

/// <summary>
/// TorchSharp's native library for Linux asks for the C++ library of GCC 13, which Debian 12 does not have. It asks by one symbol,
/// which <c>&lt;iostream&gt;</c> names so that an older library is refused, and which nothing calls; without it the library works.
/// On such a system the copy in the output folder is replaced by one that does not insist. Elsewhere nothing is touched.
/// </summary>
internal static class LibraryRequirement
{
    /// <summary>The version of the symbol.</summary>
    public const string Version = "GLIBCXX_3.4.32";

    private const string Symbol = "_ZSt21ios_base_library_initv";
    private const string StandardLibrary = "libstdc++.so.6";

    /// <summary>The native library of TorchSharp in the output folder.</summary>
    public static string Path { get; } =
        System.IO.Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");

    /// <summary>Whether the system's C++ library has what is asked for.</summary>
    public static bool IsMet =>
        NativeLibrary.TryLoad(StandardLibrary, out nint library) && NativeLibrary.TryGetExport(library, Symbol, out _);

    /// <summary>Makes the native library loadable; to be called before its first use.</summary>
    public static void Prepare()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(Path) || IsMet)
        {
            return;
        }

        byte[] library = File.ReadAllBytes(Path);
        if (ElfVersions.MakeOptional(library, Version))
        {
            Replace(library);
        }
    }

    /// <summary>Puts a new file in the place of the old one, which may be a link into the folder of packages, and keeps its time: the next build takes it for the same.</summary>
    private static void Replace(byte[] library)
    {
        string written = $"{Path}.{Environment.ProcessId}";
        File.WriteAllBytes(written, library);
        File.SetLastWriteTimeUtc(written, File.GetLastWriteTimeUtc(Path));
        File.Move(written, Path, overwrite: true);
    }
}
