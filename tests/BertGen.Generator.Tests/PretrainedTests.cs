using BertGen.Generator.Common;
using BertGen.Generator.Tests.Harness;

namespace BertGen.Generator.Tests;

/// <summary>Where a pretrained class finds its config.</summary>
public sealed class PretrainedTests
{
    private const string Hub = "sentence-transformers/all-MiniLM-L6-v2";

    [Theory]
    [InlineData("bert-base-uncased", 12, 768, 12, 3072, 30522, true)]
    [InlineData("bert-large-uncased", 24, 1024, 16, 4096, 30522, true)]
    [InlineData("bert-base-cased", 12, 768, 12, 3072, 28996, false)]
    [InlineData("bert-large-cased", 24, 1024, 16, 4096, 28996, false)]
    [InlineData("bert-base-multilingual-uncased", 12, 768, 12, 3072, 105879, true)]
    [InlineData("bert-base-multilingual-cased", 12, 768, 12, 3072, 119547, false)]
    [InlineData("bert-base-chinese", 12, 768, 12, 3072, 21128, true)]
    [InlineData("google-bert/bert-base-cased", 12, 768, 12, 3072, 28996, false)]
    public async Task TheSevenNamesCompileWithoutAnyFile(string name, int layers, int hidden, int heads, int intermediate, int vocabulary, bool lowercase)
    {
        string written = await TestProject.Of(TestModels.Pretrained($"\"{name}\"")).GenerateAsync();

        Assert.Contains($"LayerCount = {layers};", written);
        Assert.Contains($"HiddenSize = {hidden};", written);
        Assert.Contains($"HeadCount = {heads};", written);
        Assert.Contains($"IntermediateSize = {intermediate};", written);
        Assert.Contains($"VocabularySize = {vocabulary};", written);
        Assert.Contains("PositionCount = 512;", written);
        Assert.Contains("TypeCount = 2;", written);
        Assert.Contains("MaxPieces = 512;", written);
        Assert.Contains("LayerNormEpsilon = 1e-12f;", written);
        Assert.Contains($"Lowercase = {(lowercase ? "true" : "false")},", written);
        Assert.Contains("Activation.Gelu)", written);
    }

    [Theory]
    [InlineData("models/tiny", "models/tiny/config.json")]
    [InlineData("models/tiny/config.json", "models/tiny/config.json")]
    [InlineData("organisation/tiny", "vendor/organisation/tiny/config.json")]
    public async Task FilesOfTheProjectWork(string model, string path)
    {
        string written = await TestProject.Of(TestModels.Pretrained($"\"{model}\"")).WithFile(path, TestModels.Tiny).GenerateAsync();

        Assert.Contains($"from {path}.", written);
        Assert.Contains("VocabularySize = 61;", written);
    }

    [Fact]
    public async Task ANameIsNoPathOfTheOtherAttribute()
    {
        BuildResult result = await TestProject.Of(TestModels.Class($"\"{Hub}\""))
            .WithFile(TestModels.PreparedPath(Hub, "config.json"), TestModels.Tiny)
            .BuildAsync();

        Assert.Equal("BERT020", Assert.Single(result.Findings).Id);
    }

    [Theory]
    [InlineData(Hub)]
    [InlineData(Hub + "@v1.0")]
    [InlineData("models/bert.tar.gz")]
    [InlineData("./models//bert.tar.gz")]
    [InlineData("../elsewhere/bert.tar.gz")]
    public async Task WhatTheBuildPreparedIsFoundByItsName(string model)
    {
        string written = await TestProject.Of(TestModels.Pretrained($"\"{model}\""))
            .WithFile(TestModels.PreparedPath(model, "config.json"), TestModels.Tiny)
            .WithFile(TestModels.PreparedPath(model, "modules.json"), TestModels.Modules)
            .WithFile(TestModels.PreparedPath(model, "1_Pooling/config.json"), TestModels.MeanPooling)
            .WithFile(TestModels.PreparedPath("another/model", "config.json"), TestModels.Google)
            .GenerateAsync();

        Assert.Contains($"from config.json of {model}.", written);
        Assert.Contains("VocabularySize = 61;", written);
        Assert.Contains("Embed(", written);
        Assert.DoesNotContain("obj/", written);
    }

    [Fact]
    public async Task PreparedWeightsAreChecked()
    {
        BuildResult result = await TestProject.Of(TestModels.Pretrained($"\"{Hub}\""))
            .WithFile(TestModels.PreparedPath(Hub, "config.json"), TestModels.Tiny)
            .WithFile(TinyWeights.PathFor(Hub), TinyWeights.All.Without("embeddings.LayerNorm.bias").Header)
            .BuildAsync();

        Assert.Equal("BERT060", Assert.Single(result.Findings).Id);
    }

    [Fact]
    public async Task ANearNameIsSuggested()
    {
        BuildResult result = await TestProject.Of(TestModels.Pretrained("\"bert-base-uncase\"")).BuildAsync();

        Assert.Contains("did you mean 'bert-base-uncased'?", Assert.Single(result.Findings).GetMessage());
    }

    [Fact]
    public async Task ClassesOfBothKindsStandBesideEachOther()
    {
        BuildResult result = await TestModels.TinyProject(TestModels.Class("\"models/tiny\""))
            .WithSource("Second.cs", TestModels.Pretrained("\"bert-base-cased\", TopLayerOnly = true").Replace("class Bert", "class Cased"))
            .BuildAsync();

        Assert.Empty(result.Findings);
        Assert.Empty(result.CompilerDiagnostics);
        Assert.Equal(["Demo.Bert.g.cs", "Demo.Cased.g.cs"], result.Sources.Keys.Order());
    }

    [Fact]
    public async Task BothKindsReportABrokenConfigOnce()
    {
        BuildResult result = await TestProject.Of(TestModels.Class("\"m\""))
            .WithSource("Second.cs", TestModels.Pretrained("\"m\"").Replace("class Bert", "class Second"))
            .WithFile("m/config.json", "{")
            .BuildAsync();

        Assert.Equal("BERT021", Assert.Single(result.Findings).Id);
        Assert.Equal(2, result.Sources.Count);
    }

    [Fact]
    public async Task BothAttributesInTwoPartsAreOneError()
    {
        BuildResult result = await TestModels.TinyProject(TestModels.Class("\"models/tiny\""))
            .WithSource("Part.cs", "using BertGen;\nnamespace Demo;\n[PretrainedBertEmbedder(\"bert-base-cased\")] partial class Bert;")
            .BuildAsync();

        Assert.Equal("BERT007", Assert.Single(result.Findings).Id);
        Assert.Equal("Part.cs", result.Findings[0].Location.GetLineSpan().Path);
        Assert.Single(result.Sources);
        Assert.Empty(result.CompilerDiagnostics);
    }

    [Fact]
    public void KeysTellModelsApartAndAreFileNames()
    {
        string[] keys = [.. new[] { "a/model", "b/model", "../model", "a/model@1", "a/mod el" }.Select(ModelKey.Of)];

        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal("model-" + keys[0][^16..], keys[0]);
        Assert.Equal(keys[0], ModelKey.Of(@".\a\\model"));
        Assert.All(keys, key => Assert.Matches("^[A-Za-z0-9._-]+$", key));
    }
}
