using BertGen.Parity.Golden;
using BertGen.Tests.Torch;
using Xunit.Abstractions;

namespace BertGen.Parity;

/// <summary>Weights and activations of 16 bits, on TorchSharp: near every recorded vector.</summary>
public sealed class HalfPrecisionTests(ITestOutputHelper output)
{
    /// <summary>Of the largest number of a case: 8 bits of a value leave 0.4 %, and errors add up over layers.</summary>
    private const double Tolerance = 2e-2;

    [TorchFact]
    public void BFloat16IsNearEveryRecordedVector()
    {
        int compared = 0;
        foreach (object[] row in EmbedderCaseTests.Comparable.Where(row => (BertTarget)row[0] == BertTarget.TorchSharp))
        {
            GoldenCase item = GoldenCases.Find((string)row[1], (string)row[2]);
            using IParityEmbedder embedder = item.Load(BertTarget.TorchSharp, "Precision = BertPrecision.BFloat16");
            var comparison = new RecordedComparison(item);
            comparison.Compare(EmbedderCaseTests.Forward(embedder, item).Values());
            output.WriteLine($"{comparison.Difference}; the largest number is {comparison.Largest:G3}");
            comparison.Difference.AssertWithin(Tolerance * comparison.Largest);
            compared++;
        }

        Assert.True(compared > 50);
    }
}
