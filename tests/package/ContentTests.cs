using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;
using BertGen.Package.Tests.Harness;

namespace BertGen.Package.Tests;

/// <summary>What is in the packages, and what is not.</summary>
[Collection(PackageCollection.Name)]
public sealed class ContentTests(PackedBertGen packed)
{
    private const string Runtime = "lib/net10.0/BertGen.dll";
    private const string Generator = "analyzers/dotnet/cs/BertGen.Generator.dll";
    // What Directory.Build.props says of the project, once for all.
    private static readonly string Address = XDocument.Load(Path.Combine(TestBuild.Repository, "Directory.Build.props")).Descendants("RepositoryUrl").Single().Value;

    private const string Tasks = "tasks/BertGen.Tasks.dll";

    [Fact]
    public void ThePackageHoldsExactlyWhatItShould() => Assert.Equal(
        [
            "BertGen.nuspec",
            "PACKAGE.md",
            Generator,
            "build/net10.0/BertGen.props",
            "build/net10.0/BertGen.targets",
            "buildTransitive/net10.0/BertGen.props",
            "buildTransitive/net10.0/BertGen.targets",
            "icon.png",
            Runtime,
            "lib/net10.0/BertGen.xml",
            "lib/net11.0/BertGen.dll",
            "lib/net11.0/BertGen.xml",
            Tasks,
        ],
        Files(packed.Package));

    [Fact]
    public void TheSymbolsHoldOnlySymbols() => Assert.Equal(["BertGen.nuspec", "lib/net10.0/BertGen.pdb", "lib/net11.0/BertGen.pdb"], Files(packed.Symbols));

    [Theory]
    [InlineData("BertGen", "System.Numerics.Tensors")]
    [InlineData("BertGen.TorchSharp", "BertGen TorchSharp")]
    [InlineData("BertGen.MLTokenizers", "BertGen Microsoft.ML.Tokenizers")]
    [InlineData("BertGen.Extensions.AI", "BertGen Microsoft.Extensions.AI Microsoft.Extensions.Diagnostics.HealthChecks Microsoft.Extensions.Hosting.Abstractions")]
    [InlineData("BertGen.AspNetCore", "BertGen Microsoft.AspNetCore.OpenApi prometheus-net.AspNetCore")]
    [InlineData("BertGen.Bulk", "Apache.Arrow Apache.Arrow.Compression BertGen Microsoft.Extensions.AI.Abstractions Parquet.Net System.CommandLine ZstdSharp.Port")]
    [InlineData("BertGen.Tool", "")]
    public void TheManifestNamesLicenseReadmeAndOwnDependencies(string id, string dependencies)
    {
        using Stream manifest = new MemoryStream(Read(packed.PackageOf(id), $"{id}.nuspec"));
        XElement metadata = XDocument.Load(manifest).Root!.Elements().Single();
        Assert.Equal("MIT", Value(metadata, "license"));
        Assert.Equal("PACKAGE.md", Value(metadata, "readme"));
        Assert.Equal("icon.png", Value(metadata, "icon"));
        Assert.Equal(Address, Value(metadata, "projectUrl"));
        Assert.StartsWith(Address, Value(metadata, "releaseNotes"), StringComparison.Ordinal);
        XElement repository = metadata.Elements().Single(element => element.Name.LocalName == "repository");
        Assert.Equal((Address, "git"), (repository.Attribute("url")?.Value, repository.Attribute("type")?.Value));
        Assert.NotEmpty(Value(metadata, "tags"));
        IEnumerable<string> found = metadata.Descendants()
            .Where(element => element.Name.LocalName == "dependency")
            .Select(dependency => dependency.Attribute("id")!.Value);
        Assert.Equal(dependencies, string.Join(' ', found.Distinct().Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("BertGen.TorchSharp", "lib/net10.0/BertGen.TorchSharp")]
    [InlineData("BertGen.MLTokenizers", "lib/net10.0/BertGen.MLTokenizers")]
    [InlineData("BertGen.Extensions.AI", "lib/net10.0/BertGen.Extensions.AI")]
    [InlineData("BertGen.AspNetCore", "lib/net10.0/BertGen.AspNetCore")]
    [InlineData("BertGen.Bulk", "lib/net10.0/BertGen.Bulk")]
    [InlineData("BertGen.Tool", "tools/net10.0/any/BertGen.Tool")]
    public void APackageBesideItHasReadmeAndSymbols(string id, string assembly)
    {
        string[] files = Files(packed.PackageOf(id));
        Assert.Contains("PACKAGE.md", files);
        Assert.Contains("icon.png", files);
        Assert.Contains(assembly + ".dll", files);
        Assert.DoesNotContain(files, file => Path.GetExtension(file) is ".so" or ".dylib" || file.Contains("/native/", StringComparison.Ordinal));
        Assert.Contains(assembly + ".pdb", Files(packed.SymbolsOf(id)));
    }

    /// <summary>Of every library that is packed and not ours, the package says whose it is.</summary>
    [Theory]
    [InlineData("BertGen")]
    [InlineData("BertGen.TorchSharp")]
    [InlineData("BertGen.MLTokenizers")]
    [InlineData("BertGen.Extensions.AI")]
    [InlineData("BertGen.AspNetCore")]
    [InlineData("BertGen.Bulk")]
    [InlineData("BertGen.Tool")]
    public void ThePackageNamesTheLibrariesOfOthersThatItHolds(string id)
    {
        const string Notices = "THIRD-PARTY-NOTICES.txt";
        string package = packed.PackageOf(id);
        string[] others = [.. Files(package).Where(file => file.EndsWith(".dll", StringComparison.Ordinal)).Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => name != "BertGen" && !name.StartsWith("BertGen.", StringComparison.Ordinal)).Distinct()];
        string[] named = !Files(package).Contains(Notices) ? [] : [.. Encoding.UTF8.GetString(Read(package, Notices)).Split(['\n', ',']).Select(name => name.Trim())];
        Assert.Empty(others.Except(named));
        Assert.Equal(id == "BertGen.Tool", others.Length > 0);
    }

    [Fact]
    public void TheGeneratorNeedsNothingThatTheCompilerDoesNotBring() => Assert.All(
        References(Read(packed.Package, Generator)),
        name => Assert.True(
            name is "netstandard" or "System.Collections.Immutable" or "System.Memory" || name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal),
            name));

    [Fact]
    public void TheTaskNeedsNothingThatMSBuildDoesNotBring() => Assert.All(
        References(Read(packed.Package, Tasks)),
        name => Assert.True(name is "netstandard" or "Microsoft.Build.Framework" or "Microsoft.Build.Utilities.Core", name));

    [Fact]
    public async Task TwoPacksOfOneSourceAreTheSameFile()
    {
        string again = await packed.PackAgainAsync();
        foreach (string file in Files(packed.Package))
        {
            Assert.True(Read(packed.Package, file).SequenceEqual(Read(again, file)), $"{file} differs.");
        }

        Assert.Equal(File.ReadAllBytes(packed.Package), File.ReadAllBytes(again));
        Assert.Equal(File.ReadAllBytes(packed.Symbols), File.ReadAllBytes(Path.ChangeExtension(again, ".snupkg")));
    }

    [Fact]
    public void TheSymbolsHoldTheSourcesUnderNamesOfNoMachine()
    {
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(Read(packed.Symbols, "lib/net10.0/BertGen.pdb")));
        MetadataReader reader = symbols.GetMetadataReader();
        Guid embedded = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
        foreach (DocumentHandle handle in reader.Documents)
        {
            string name = reader.GetString(reader.GetDocument(handle).Name);
            Assert.StartsWith("/_/", name, StringComparison.Ordinal);
            Assert.True(
                reader.GetCustomDebugInformation(handle).Any(information => reader.GetGuid(reader.GetCustomDebugInformation(information).Kind) == embedded),
                $"The source {name} is not embedded.");
        }
    }

    [Fact]
    public void DiagnosticsPointToTheProject()
    {
        Assert.Contains($"\"{Address}/blob/main/docs/diagnostics/\"", File.ReadAllText(Path.Combine(TestBuild.Repository, "generator", "Diagnostics", "Descriptors.cs")), StringComparison.Ordinal);
        Assert.Contains($">{Address}/blob/main/docs/diagnostics/<", File.ReadAllText(Path.Combine(TestBuild.Repository, "generator", "build", "BertGen.props")), StringComparison.Ordinal);
    }

    /// <summary>The files, without those that describe the container itself.</summary>
    private static string[] Files(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        return
        [
            .. archive.Entries.Select(entry => entry.FullName)
                .Where(name => name is not "[Content_Types].xml" && !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static byte[] Read(string package, string name)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        using Stream file = archive.GetEntry(name)!.Open();
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy.ToArray();
    }

    private static string Value(XElement metadata, string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;

    private static string[] References(byte[] assembly)
    {
        using var image = new PEReader(new MemoryStream(assembly));
        MetadataReader metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
