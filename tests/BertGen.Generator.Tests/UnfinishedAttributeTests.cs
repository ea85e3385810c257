using BertGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BertGen.Generator.Tests;

/// <summary>Attributes as they are while somebody types: the compiler complains of them, and no class loses its members.</summary>
public sealed class UnfinishedAttributeTests
{
    [Theory]
    [InlineData("\"models/tiny\", TopLayerOnly = true, TopLayerOnly = true")]
    [InlineData("\"models/tiny\", MaxPieces = 16, MaxPieces = ")]
    [InlineData("\"models/tiny\", MaxPieces = 16, MaxPieces = 1000000")]
    [InlineData("\"models/tiny\", Target = BertTarget.Managed, Target = BertTarget.TorchSharp")]
    [InlineData("\"models/tiny\", RequiresGrad = false, RequiresGrad = true")]
    [InlineData("\"models/tiny\", ScalarMixParameters = [1, 2, 3], ScalarMixParameters = [1]")]
    public async Task OfAnArgumentThatIsThereTwiceTheFirstCounts(string arguments)
    {
        TestProject project = TestModels.TinyProject(TestModels.Class(arguments)).WithSource("Other.cs", TestModels.Class("\"models/tiny\"").Replace("class Bert", "class Other"));

        BuildResult result = await project.BuildAsync();

        Assert.Empty(result.Findings);
        Assert.Null(result.Run.Results.Single().Exception);
        Assert.Equal(["Demo.Bert.g.cs", "Demo.Other.g.cs"], result.Sources.Keys.Order());
        Assert.All(result.Sources.Values, source => Assert.Contains("public const int HiddenSize = 32;", source));
        Assert.All(result.CompilerDiagnostics, diagnostic => Assert.Equal("Model.cs", diagnostic.Location.SourceTree!.FilePath));
    }

    [Theory]
    [InlineData("")]
    [InlineData("model:")]
    [InlineData("\"models/tiny\",")]
    [InlineData("\"models/tiny\", MaxPieces")]
    [InlineData("\"models/tiny\", MaxPieces =")]
    [InlineData("\"models/tiny\", MaxPieces = [1, 2]")]
    [InlineData("\"models/tiny\", MaxPieces = new[] { 16 }")]
    [InlineData("\"models/tiny\", ScalarMixParameters = 1")]
    [InlineData("\"models/tiny\", ScalarMixParameters = null")]
    [InlineData("\"models/tiny\", ScalarMixParameters = new[] { \"a\" }")]
    [InlineData("\"models/tiny\", ScalarMixParameters = [[1], [2], [3]]")]
    [InlineData("\"models/tiny\", Pooling = \"mean\"")]
    [InlineData("\"models/tiny\", Pooling = (BertPooling)(-1)")]
    [InlineData("\"models/tiny\", Nothing = typeof(int)")]
    [InlineData("new[] { \"models/tiny\" }")]
    [InlineData("typeof(Bert)")]
    [InlineData("42")]
    [InlineData("\"models/tiny\", \"models/tiny\"")]
    [InlineData("model: \"models/tiny\", model: \"models/tiny\"")]
    public async Task NothingIsThrown(string arguments)
    {
        foreach (string source in (string[])[TestModels.Class(arguments), TestModels.Pretrained(arguments)])
        {
            BuildResult result = await TestModels.TinyProject(source).BuildAsync();

            Assert.Null(result.Run.Results.Single().Exception);
            Assert.All(result.Findings, finding => Assert.StartsWith("BERT", finding.Id, StringComparison.Ordinal));
        }
    }

    // An attribute of another library, or a test's own, with the names of ours.
    [Theory]
    [InlineData("params string[] models", "\"models/tiny\", \"b\"")]
    [InlineData("string[] models", "new[] { \"models/tiny\" }")]
    [InlineData("object model", "new object[] { 1 }")]
    [InlineData("System.Type model", "typeof(int)")]
    public async Task AnAttributeOfTheSameNameButOtherArgumentsIsRead(string parameters, string arguments)
    {
        string source = TestModels.Class(arguments) + $$"""

            namespace BertGen
            {
                internal sealed class BertEmbedderAttribute({{parameters}}) : System.Attribute;
            }
            """;

        BuildResult result = await TestModels.TinyProject(source.Replace("namespace Demo;", "namespace Demo {").Replace("partial class Bert;", "partial class Bert; }")).BuildAsync();

        Assert.Null(result.Run.Results.Single().Exception);
        Assert.All(result.Findings, finding => Assert.StartsWith("BERT", finding.Id, StringComparison.Ordinal));
    }
}
