namespace BertGen.Examples.Tests;

/// <summary>Tests that share the project folder; one after the other, since console, working folder and environment belong to the process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ExampleCollection : ICollectionFixture<ExampleProject>
{
    public const string Name = "examples";
}
