using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace BertGen.Tests.Torch;

/// <summary>Whether TorchSharp can run here: tests are built with libtorch where there is one for the machine.</summary>
internal static class TorchLibrary
{
    private const string PackageProperty = "TorchSharpPackage";

    /// <summary>The package of libtorch that the tests were built with; null where there is none for the machine.</summary>
    public static string? Package { get; } = typeof(TorchLibrary).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .SingleOrDefault(attribute => attribute.Key == PackageProperty)?.Value;

    /// <summary>Why TorchSharp cannot run, and what to do; null where it can.</summary>
    public static string? Problem { get; } = Package is null
        ? $"This build has no libtorch: name a package for {RuntimeInformation.RuntimeIdentifier} with -p:{PackageProperty}=..., and leave UseTorchSharp=false out."
        : Load(Package);

    /// <summary>Whether TorchSharp can run.</summary>
    public static bool IsPresent => Problem is null;

    private static string? Load(string package)
    {
        LibraryRequirement.Prepare();
        try
        {
            NativeLibrary.Load("LibTorchSharp", typeof(torch).Assembly, searchPath: null);

            // Its threads wait for each other in a loop, so that on a machine with other work every small operation lasts a turn of theirs.
            torch.set_num_threads(1);
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return $"{package} does not load on this system; build with -p:UseTorchSharp=false to leave it out. {e.Message}";
        }
    }
}
