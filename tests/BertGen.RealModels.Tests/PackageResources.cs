using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace BertGen.RealModels.Tests;

/// <summary>Reads resources out of the assembly of a restored package, without loading it and what it depends on.</summary>
internal static class PackageResources
{
    /// <param name="package">The package, whose assembly has its name.</param>
    /// <param name="name">The file name of the resource.</param>
    /// <returns>Its bytes.</returns>
    public static byte[] Read(string package, string name)
    {
        using FileStream file = File.OpenRead(AssemblyPath(package));
        using var image = new PEReader(file, PEStreamOptions.LeaveOpen);
        MetadataReader metadata = image.GetMetadataReader();
        ManifestResource resource = metadata.ManifestResources
            .Select(metadata.GetManifestResource)
            .Single(resource => metadata.GetString(resource.Name) == $"{package}.Resources.{name}");
        if (!image.PEHeaders.TryGetDirectoryOffset(image.PEHeaders.CorHeader!.ResourcesDirectory, out int start))
        {
            throw new InvalidDataException($"The assembly of {package} has no resources.");
        }

        // A resource is its length and its bytes.
        file.Position = start + resource.Offset;
        using var reader = new BinaryReader(file);
        return reader.ReadBytes(reader.ReadInt32());
    }

    private static string AssemblyPath(string package) => typeof(PackageResources).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == package).Value!;
}
