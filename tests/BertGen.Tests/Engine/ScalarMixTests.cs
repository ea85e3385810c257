namespace BertGen.Tests.Engine;

public sealed class ScalarMixTests
{
    [Fact]
    public void StartsEqualWithGammaOne()
    {
        float[] factors = new float[4];
        new ScalarMix(4).CopyFactors(factors);
        Assert.All(factors, factor => Assert.Equal(0.25f, factor));
    }

    [Fact]
    public void FactorsAreGammaTimesSoftmaxAndDoNotOverflow()
    {
        var mix = new ScalarMix(3) { Gamma = 2f, Weights = [1000f, 999f, float.NegativeInfinity] };
        float[] factors = new float[3];
        mix.CopyFactors(factors);
        double first = 1 / (1 + Math.Exp(-1));
        Assert.Equal(2 * first, factors[0], 1e-6);
        Assert.Equal(2 * (1 - first), factors[1], 1e-6);
        Assert.Equal(0f, factors[2]);
    }

    [Fact]
    public void AnotherNumberOfWeightsIsRefused()
    {
        var mix = new ScalarMix(2);
        ArgumentException error = Assert.Throws<ArgumentException>(() => mix.Weights = [1f, 2f, 3f]);
        Assert.Contains("2 layers", error.Message, StringComparison.Ordinal);
        Assert.Contains("found 3", error.Message, StringComparison.Ordinal);
    }
}
