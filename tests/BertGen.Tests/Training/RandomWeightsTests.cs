using BertGen.Training;

namespace BertGen.Tests.Training;

public sealed class RandomWeightsTests
{
    [Fact]
    public void ValuesAreDrawnAsBertDrawsThem()
    {
        var matrix = new Parameter("encoder.layer.0.output.dense.weight", [200, 300]);
        var bias = new Parameter("encoder.layer.0.output.dense.bias", [200]);
        var norm = new Parameter("encoder.layer.0.output.LayerNorm.weight", [200]);
        var shift = new Parameter("encoder.layer.0.output.LayerNorm.bias", [200]);
        bias.Value.Fill(3);
        shift.Value.Fill(3);
        RandomWeights.Fill([matrix, bias, norm, shift], seed: 1);
        Assert.Equal(-1, bias.Value.IndexOfAnyExcept(0f));
        Assert.Equal(-1, norm.Value.IndexOfAnyExcept(1f));
        Assert.Equal(-1, shift.Value.IndexOfAnyExcept(0f));

        // A normal distribution that is cut at two deviations has 0.8796 of its deviation.
        float[] values = matrix.Value.ToArray();
        Assert.Equal(0, values.Average(), 2e-4);
        Assert.Equal(0.02 * 0.8796, Math.Sqrt(values.Average(value => (double)value * value)), 2e-4);
        Assert.InRange(values.Max(), 0.0395f, 0.04f);
        Assert.InRange(values.Min(), -0.04f, -0.0395f);
    }

    [Fact]
    public void ValuesDependOnSeedAndNameAlone()
    {
        float[] first = Draw(1, "a.weight", "b.weight");
        Assert.Equal(first, Draw(1, "c.weight", "a.weight")[100..].Concat(Draw(1, "b.weight")));
        Assert.NotEqual(first, Draw(2, "a.weight", "b.weight"));
        Assert.NotEqual(first[..100], first[100..]);
    }

    [Fact]
    public void ValuesStayWhatTheyAreFromVersionToVersion() =>
        Assert.Equal([-0.0123165445f, -0.0272371285f, -0.0103681842f], Draw(7, "a.weight")[..3]);

    private static float[] Draw(ulong seed, params string[] names)
    {
        Parameter[] parameters = [.. names.Select(name => new Parameter(name, [10, 10]))];
        RandomWeights.Fill(parameters, seed);
        return [.. parameters.SelectMany(parameter => parameter.Value.ToArray())];
    }
}
