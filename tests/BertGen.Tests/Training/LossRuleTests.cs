using BertGen.Training;
using BertGen.Training.Heads;
using Xunit.Abstractions;

namespace BertGen.Tests.Training;

/// <summary>Each derivative of the heads against finite differences, in double precision: the code that trains, with other numbers.</summary>
public sealed class LossRuleTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-8;

    [Fact]
    public void CrossEntropyOfSequences() => CheckCrossEntropy([2, 0, 4, 1]);

    [Fact]
    public void CrossEntropyWithIgnoredLabels() => CheckCrossEntropy([CrossEntropy.Ignored, 3, CrossEntropy.Ignored, 0]);

    [Fact]
    public void LinearHeadByInputsWeightsAndBiases()
    {
        double[] inputs = Random(4 * 7, 1), weights = Random(3 * 7, 2), biases = Random(3, 3), cotangent = Random(4 * 3, 4);
        var (ofInputs, ofWeights, ofBiases) = LinearHead.Differentiate(
            new Matrix<double>(inputs, 7), new Matrix<double>(weights, 7), new Matrix<double>(cotangent, 3));
        Check("inputs", inputs, ofInputs.Values, Loss);
        Check("weights", weights, ofWeights.Values, Loss);
        Check("biases", biases, ofBiases, Loss);

        double Loss() => LinearHead.Map(new Matrix<double>(inputs, 7), new Matrix<double>(weights, 7), biases)
            .Values.Zip(cotangent, (value, factor) => value * factor).Sum();
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(5, false)]
    [InlineData(8, true)]
    [InlineData(8, false)]
    public void InfoNceByQueriesAndKeys(int keyCount, bool symmetric)
    {
        double[] queries = Random(5 * 6, 5), keys = Random(keyCount * 6, 6);
        var (value, ofQueries, ofKeys) = Differentiate();
        Assert.True(value > 0);
        Check("queries", queries, ofQueries.Values, () => Differentiate().Value);
        Check("keys", keys, ofKeys.Values, () => Differentiate().Value);

        (double Value, Matrix<double> Queries, Matrix<double> Keys) Differentiate() =>
            InfoNce.Differentiate(new Matrix<double>(queries, 6), new Matrix<double>(keys, 6), 0.3, symmetric);
    }

    private static double[] Random(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
    }

    private void CheckCrossEntropy(int[] labels)
    {
        double[] logits = Random(labels.Length * 5, 7), gradient = [.. logits];
        CrossEntropy.Differentiate<double>(gradient, labels);
        Check("logits", logits, gradient, () => CrossEntropy.Differentiate<double>((double[])logits.Clone(), labels));
    }

    /// <summary>Compares a gradient with differences of the loss at both sides of each variable.</summary>
    private void Check(string name, double[] variables, double[] gradient, Func<double> loss)
    {
        const double Distance = 1e-5;
        double worst = 0;
        for (int i = 0; i < variables.Length; i++)
        {
            double value = variables[i];
            variables[i] = value + Distance;
            double above = loss();
            variables[i] = value - Distance;
            double below = loss();
            variables[i] = value;
            worst = Math.Max(worst, Math.Abs(((above - below) / (2 * Distance)) - gradient[i]));
        }

        output.WriteLine($"{name}: largest difference {worst:g3}, largest entry {gradient.Max(Math.Abs):g3}");
        Assert.Contains(gradient, entry => Math.Abs(entry) > 1e-3);
        Assert.InRange(worst, 0, Tolerance);
    }
}
