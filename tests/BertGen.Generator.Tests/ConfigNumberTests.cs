using BertGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BertGen.Generator.Tests;

/// <summary>Numbers of a config as JSON allows them: they compile, or are out of range.</summary>
public sealed class ConfigNumberTests
{
    [Theory]
    [InlineData("1")]
    [InlineData("1E-12")]
    [InlineData("1e-0000000000000000000012")]
    [InlineData("0.00000000000000000000000000000000000001")]
    [InlineData("18446744073709551615")]
    [InlineData("18446744073709551616")]
    [InlineData("100000000000000000000")]
    [InlineData("123456789012345678901234567890")]
    public async Task AnEpsilonOfAnyFormCompiles(string epsilon)
    {
        foreach (string form in (string[])["", ", TopLayerOnly = true, RequiresGrad = true", ", Target = BertTarget.TorchSharp"])
        {
            string source = await Project(form, "1e-12", epsilon).WithTorchSharp().GenerateAsync();

            Assert.Contains("LayerNormEpsilon = " + epsilon, source);
        }
    }

    [Theory]
    [InlineData("1e-12", "1e39")]
    [InlineData("1e-12", "1e400")]
    [InlineData("1e-12", "1e-400")]
    [InlineData("1e-12", "0")]
    [InlineData("1e-12", "-0.0")]
    [InlineData("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 100000000000000000000")]
    [InlineData("\"num_hidden_layers\": 3", "\"num_hidden_layers\": -1")]
    [InlineData("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 3, \"hidden_dropout_prob\": 0.9999999999")]
    public async Task ANumberThatDoesNotFitIsOutOfRange(string old, string replacement)
    {
        Diagnostic finding = Assert.Single((await Project("", old, replacement).BuildAsync()).Findings);

        Assert.Equal("BERT025", finding.Id);
    }

    private static TestProject Project(string form, string old, string replacement) =>
        TestProject.Of(TestModels.Class("\"models/tiny\"" + form)).WithFile("models/tiny/config.json", TestModels.Tiny.Replace(old, replacement));
}
