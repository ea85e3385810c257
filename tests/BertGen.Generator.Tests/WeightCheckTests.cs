using BertGen.Generator.Planning;
using BertGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BertGen.Generator.Tests;

/// <summary>Weights that are there at build time are checked by the rules of loading.</summary>
public sealed class WeightCheckTests
{
    private const string Query = "encoder.layer.1.attention.self.query.weight";
    private const string LastOutput = "encoder.layer.2.output.dense.weight";

    [Fact]
    public async Task WeightsThatFitAreFine() => await Fits(TinyWeights.All);

    [Theory]
    [InlineData("F16")]
    [InlineData("BF16")]
    [InlineData("F64")]
    public async Task EveryTypeThatLoadsIsFine(string type) => await Fits(TinyWeights.All.With(Query, type, "32,32"));

    [Fact]
    public async Task APrefixOldNamesAndHeadsAreFine() => await Fits(TinyWeights.All
        .Renamed(name => "bert." + name.Replace("LayerNorm.weight", "LayerNorm.gamma").Replace("LayerNorm.bias", "LayerNorm.beta"))
        .With("cls.predictions.bias", "I64", "61"));

    [Fact]
    public async Task TensorsThatNobodyAsksForMayBeMissing() =>
        await Fits(TinyWeights.All.Without("pooler.dense.weight").Without("pooler.dense.bias"));

    [Fact]
    public async Task LayersThatAreDroppedMayBeMissing() => await Fits(
        TinyWeights.All.Where(name => !name.StartsWith("encoder.layer.2.", StringComparison.Ordinal)),
        ", ScalarMixParameters = [0, 1, double.NegativeInfinity]");

    [Theory]
    [InlineData("Pooler = true", "pooler.dense.bias", "must have shape [32], but model.safetensors has no such tensor")]
    [InlineData("TopLayerOnly = true", Query, "must have shape [32, 32], but model.safetensors has no such tensor")]
    public async Task AMissingTensorIsAnError(string options, string name, string message)
    {
        Diagnostic finding = await FindingOf(TinyWeights.All.Without(name), ", " + options);

        Assert.Equal("BERT060", finding.Id);
        Assert.Contains($"'{name}' {message}", finding.GetMessage());
    }

    [Theory]
    [InlineData("F32", "32,31", "has shape [32, 31]")]
    [InlineData("F32", "32", "has shape [32]")]
    [InlineData("I8", "32,32", "has values of type I8")]
    public async Task AnotherShapeOrTypeIsAnError(string type, string shape, string message)
    {
        Diagnostic finding = await FindingOf(TinyWeights.All.With(Query, type, shape));

        Assert.Equal("BERT060", finding.Id);
        Assert.Contains($"'{Query}' must have shape [32, 32], but model.safetensors {message}", finding.GetMessage());
    }

    /// <summary>The case 34-prefixes-of-saved-wrappers: the reference only warns, and runs on random weights.</summary>
    [Theory]
    [InlineData("model.")]
    [InlineData("module.")]
    [InlineData("module.bert.")]
    [InlineData("0.auto_model.")]
    [InlineData("_orig_mod.")]
    public async Task Case_34_prefixes_of_saved_wrappers_are_one_error_that_names_what_fits(string wrapper)
    {
        Diagnostic finding = await FindingOf(TinyWeights.All.Renamed(name => wrapper + name));

        Assert.Equal("BERT060", finding.Id);
        Assert.Contains($"but model.safetensors has '{wrapper}embeddings.word_embeddings.weight' in its place: all names begin with '{wrapper}'", finding.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SpellingsAreNotMixed()
    {
        Diagnostic finding = await FindingOf(TinyWeights.All.Renamed(name => name == Query ? "bert." + name : name));

        Assert.Contains($"'{Query}'", finding.GetMessage());
    }

    [Fact]
    public async Task AMixIsWholeOrAbsent()
    {
        TinyWeights weights = TinyWeights.All.With("_scalar_mix.gamma", "F32", "1");
        Diagnostic[] findings = [.. (await Project(weights, "").BuildAsync()).Findings];

        Assert.Equal(3, findings.Length);
        Assert.All(findings, finding => Assert.Contains("_scalar_mix.scalar_parameters.", finding.GetMessage()));
        await Fits(weights, ", TopLayerOnly = true");
    }

    [Fact]
    public async Task WeightsOfAnotherModelAreTenErrorsAndACount()
    {
        Diagnostic[] findings = [.. (await Project(TinyWeights.All.Renamed(name => name + ".other"), "").BuildAsync()).Findings];

        Assert.Equal(10, findings.Length);
        Assert.Contains("; 43 more do not fit", findings[^1].GetMessage());
    }

    [Theory]
    [InlineData("\"the file ends within its header\"", "the file ends within its header")]
    [InlineData("{ \"a\": ", "its header is not valid JSON")]
    [InlineData("[]", "expected an object, found an array")]
    [InlineData("{ \"a\": { \"dtype\": \"F32\" } }", "its entry 'a' has no type and shape")]
    public async Task ABrokenHeaderIsAWarningAndTheClassIsCompiled(string header, string message)
    {
        BuildResult result = await TestModels.TinyProject(TestModels.Class("\"models/tiny\""))
            .WithFile(TinyWeights.PathFor("models/tiny"), header)
            .BuildAsync();

        Diagnostic finding = Assert.Single(result.Findings);
        Assert.Equal("BERT061", finding.Id);
        Assert.Contains($"model.safetensors of 'models/tiny' cannot be checked, and will not load: {message}", finding.GetMessage());
        Assert.Contains("WeightTable", result.Sources["Demo.Bert.g.cs"]);
    }

    [Fact]
    public async Task ShardsAreCheckedAsFarAsTheyAreThere()
    {
        bool IsFirst(string name) => name.StartsWith("embeddings", StringComparison.Ordinal);
        string map = string.Join(",", TinyWeights.All.Tensors.Keys.Select(name => $"\"{name}\":\"{(IsFirst(name) ? "one" : "two")}.safetensors\""));
        TestProject project = TestModels.TinyProject(TestModels.Class("\"models/tiny\""))
            .WithFile(TinyWeights.PathFor("models/tiny", "model.safetensors.index"), $"{{\"weight_map\":{{{map}}}}}")
            .WithFile(TinyWeights.PathFor("models/tiny", "one.safetensors"), TinyWeights.All.Where(IsFirst).Header);
        await project.GenerateAsync();

        TinyWeights second = TinyWeights.All.Where(name => !IsFirst(name));
        string path = TinyWeights.PathFor("models/tiny", "two.safetensors");
        await project.WithFile(path, second.Header).GenerateAsync();
        BuildResult broken = await project.WithFile(path, second.Without(LastOutput).Header).BuildAsync();

        Assert.Contains($"'{LastOutput}' must have shape [32, 64], but model.safetensors.index.json has no such tensor", Assert.Single(broken.Findings).GetMessage());
    }

    [Fact]
    public async Task WeightsOfAnotherFolderAreNotLookedAt() => await TestModels.TinyProject(TestModels.Class("\"models/tiny\""))
        .WithFile("other/tiny/config.json", TestModels.Tiny)
        .WithFile(TinyWeights.PathFor("other/tiny"), "{}")
        .GenerateAsync();

    [Theory]
    [InlineData(null, false)]
    [InlineData(new[] { 0f, 1f, 0f }, false)]
    [InlineData(null, true)]
    public void TheTableIsThatOfTheFinishedPlan(float[]? mix, bool topLayerOnly)
    {
        EmbedderPlan finished = PassList.Run(Specs.Plan(3, mix, topLayerOnly));

        Assert.Equal(
            finished.Weights.Select(weight => (weight.Name, weight.Shape)),
            PlanBuilder.WeightsOf(Specs.Of(3, mix, topLayerOnly)).Select(weight => (weight.Name, weight.Shape)));
    }

    private static TestProject Project(TinyWeights weights, string options) =>
        TestModels.TinyProject(TestModels.Class("\"models/tiny\"" + options)).WithFile(TinyWeights.PathFor("models/tiny"), weights.Header);

    private static async Task Fits(TinyWeights weights, string options = "") => await Project(weights, options).GenerateAsync();

    private static async Task<Diagnostic> FindingOf(TinyWeights weights, string options = "") =>
        Assert.Single((await Project(weights, options).BuildAsync()).Findings);
}
