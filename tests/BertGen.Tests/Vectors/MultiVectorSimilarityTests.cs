using System.Numerics.Tensors;
using BertGen.Vectors;

namespace BertGen.Tests.Vectors;

/// <summary>Texts that have a vector for each piece.</summary>
public sealed class MultiVectorSimilarityTests
{
    private static readonly Tensor<float> Query = Tensor.Create([1f, 0, 0, 2], [2, 2]);
    private static readonly Tensor<float> Document = Tensor.Create([3f, 1, -1, 5, 2, 2], [3, 2]);

    [Fact]
    public void EachVectorOfTheQueryCountsItsBestMatch()
    {
        Assert.Equal(3 + 10, MultiVectorSimilarity.MaxSim(Query, Document));
        Assert.Equal(6.5f, MultiVectorSimilarity.MaxSim(Query, Document, mean: true));
        Tensor<float> all = MultiVectorSimilarity.MaxSim([Query, Document], [Document]);
        Assert.Equal([2, 1], all.Lengths.ToArray());
        Assert.Equal(13f, all[0, 0]);
    }

    [Fact]
    public void ADocumentWithoutVectorsIsFarFromEveryQuery() =>
        Assert.Equal(-2e9f, MultiVectorSimilarity.MaxSim(Query, Tensor.CreateFromShape<float>([0, 2])));

    [Fact]
    public void OtherWidthsAreRefused() =>
        Assert.Throws<ArgumentException>(() => MultiVectorSimilarity.MaxSim(Query, Tensor.CreateFromShape<float>([1, 3])));
}
