using System.Reflection;
using System.Reflection.Metadata;
using Microsoft.CodeAnalysis;

namespace BertGen.Tool.Compiling;

/// <summary>
/// References to the assemblies that run: where the tool is published with its framework there is no other copy, and in a
/// single file not even a path to them.
/// </summary>
internal static class RunningAssemblies
{
    private static readonly string[] Roots = ["BertGen", "BertGen.Tool"];

    /// <summary>The runtime of compiled models, the tool, and what these reference themselves.</summary>
    public static IReadOnlyList<MetadataReference> References()
    {
        Assembly[] roots = [.. Roots.Select(Assembly.Load)];
        IEnumerable<Assembly> framework = roots
            .SelectMany(root => root.GetReferencedAssemblies())
            .Where(name => IsFramework(name.Name!))
            .DistinctBy(name => name.Name)
            .Select(Assembly.Load)
            .Append(typeof(object).Assembly);
        return [.. roots.Concat(framework).Distinct().Select(Reference)];
    }

    private static bool IsFramework(string name) => name.StartsWith("System.", StringComparison.Ordinal) && name != "System.CommandLine";

    private static unsafe PortableExecutableReference Reference(Assembly assembly) =>
        assembly.TryGetRawMetadata(out byte* blob, out int length)
            ? AssemblyMetadata.Create(ModuleMetadata.CreateFromMetadata((nint)blob, length)).GetReference(display: assembly.GetName().Name)
            : throw new NotSupportedException($"{assembly} has no metadata to compile against.");
}
