using System.Reflection;

namespace BertGen.Package.Tests.Harness;

/// <summary>What the build of this test project knew of its surroundings.</summary>
internal static class TestBuild
{
    public static string Repository { get; } = Path.GetFullPath(Path.Combine(Metadata("ProjectFolder"), "..", ".."));

    public static string Consumers { get; } = Path.Combine(Metadata("ProjectFolder"), "Consumers");

    /// <summary>The folder of restored packages that this test project itself was built from.</summary>
    public static string PackageRoot { get; } = Metadata("PackageRoot");

    private static string Metadata(string key) => typeof(TestBuild).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
