namespace BertGen.Package.Tests.Harness;

/// <summary>Tests that share the package; one after the other, since each keeps the machine busy with a build.</summary>
[CollectionDefinition(Name)]
public sealed class PackageCollection : ICollectionFixture<PackedBertGen>
{
    public const string Name = "package";
}
