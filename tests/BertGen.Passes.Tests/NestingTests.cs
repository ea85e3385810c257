using BertGen.Generator.Model;
using BertGen.Generator.Planning;
using BertGen.Generator.Tests.Harness;

namespace BertGen.Passes.Tests;

/// <summary>What is nested in a written class computes the same, whatever the user calls the class and its members.</summary>
public sealed class NestingTests
{
    [Theory]
    [InlineData("Mixed", "")]
    [InlineData("Pool", ", TopLayerOnly = true")]
    [InlineData("Encoder", ", TopLayerOnly = true, RequiresGrad = true")]
    [InlineData("Weights", ", RequiresGrad = true")]
    public void ClassesWithNamesOfInternalsComputeTheSame(string name, string arguments)
    {
        const string Members = "{ private int Hidden = 1, _layer0 = 2; private sealed class Step; private static int EncodeLayer(int Context) => Context; private int Layer => EncodeLayer(Hidden + _layer0); }";
        float[] expected = Run(arguments, "class Bert;");

        Assert.Equal(expected, Run(arguments, $"class {name} {Members}"));
    }

    private static float[] Run(string arguments, string declaration)
    {
        EmbedderSpec spec = WrittenModel.Spec(TestModels.Tiny, arguments, declaration);
        return WrittenModel.Run(spec, TestModels.Tiny, arguments, WrittenModel.Write(spec, PassList.All), declaration: declaration);
    }
}
