using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace BertGen.Generator.Options;

/// <summary>What a project references of all that a class for TorchSharp needs.</summary>
internal sealed record TorchReferences(bool HasLibrary, bool HasRuntime)
{
    public const string Library = "TorchSharp";
    public const string Runtime = "BertGen.TorchSharp";

    public bool AreComplete => HasLibrary && HasRuntime;

    public static TorchReferences Of(ImmutableArray<MetadataReference> references) => new(
        references.Any(reference => IsNamed(reference, Library)),
        references.Any(reference => IsNamed(reference, Runtime)));

    // A project of an open solution has a name in place of a file.
    private static bool IsNamed(MetadataReference reference, string name) => reference is CompilationReference project
        ? project.Compilation.AssemblyName == name
        : Path.GetFileName(reference.Display) == name + ".dll";
}
