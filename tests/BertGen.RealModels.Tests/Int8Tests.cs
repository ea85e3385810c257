using System.Numerics.Tensors;
using BertGen.Benchmarks;
using BertGen.Tool.Quality;
using Xunit.Abstractions;

namespace BertGen.RealModels.Tests;

/// <summary>What products on numbers of 8 bits cost in quality on published weights, beside float32 on the same texts.</summary>
public sealed class Int8Tests(ITestOutputHelper output)
{
    private const int TextCount = 1000;

    private static readonly string[] Texts = [.. RecordedVectors.Texts, .. Definitions.Spread(TextCount - RecordedVectors.Texts.Length)];

    [Fact]
    public void MiniLmKeepsItsVectors()
    {
        using MiniLm exact = MiniLm.Load(RealModel.MiniLm.Folder);
        using MiniLmInt8 rounded = MiniLmInt8.Load(RealModel.MiniLm.Folder);
        Check(exact.Embed(Texts), rounded.Embed(Texts));
    }

    [Fact]
    public void ArcticXsKeepsItsVectors()
    {
        using ArcticXs exact = ArcticXs.Load(RealModel.ArcticXs.Folder);
        using ArcticXsInt8 rounded = ArcticXsInt8.Load(RealModel.ArcticXs.Folder);
        Check(exact.Embed(Texts), rounded.Embed(Texts));
    }

    private void Check(Tensor<float> exact, Tensor<float> rounded)
    {
        QualityComparison quality = QualityComparison.Of(exact, rounded);
        output.WriteLine(quality.ToString());
        Assert.True(quality is { Mean: >= 0.9995 and < 1, FirstPercentile: >= 0.998, Smallest: >= 0.997, Nearest: >= 0.965 }, quality.ToString());
    }
}
