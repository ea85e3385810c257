using System.Numerics.Tensors;

namespace BertGen.Tests.Compiled;

/// <summary>Sentence vectors of texts in windows: pooled over the pieces that recombination keeps.</summary>
public sealed class LongTextTests
{
    private const float Tolerance = 2e-6f;

    private static readonly string LongText = string.Concat(Enumerable.Repeat("the quick brown fox jumped over the lazy dog . ", 20));

    private static readonly IndexerOptions Windows = new() { TruncateLongSequences = false };

    [Fact]
    public void MeanIsOverTheRecombinedPieces()
    {
        using LongTextMean model = LongTextMean.Load(Models.EndToEnd);
        float[][] pieces = Pieces(model.ForwardPieces(LongTextMean.LoadIndexer(Models.EndToEnd, Windows).Index(LongText)));
        AssertClose(i => pieces.Average(piece => (double)piece[i]), Models.Values(model.Embed(LongText)));
    }

    [Fact]
    public void MaxIsOverTheRecombinedPieces()
    {
        using LongTextMax model = LongTextMax.Load(Models.EndToEnd);
        float[][] pieces = Pieces(model.ForwardPieces(LongTextMax.LoadIndexer(Models.EndToEnd, Windows).Index(LongText)));
        AssertClose(i => pieces.Max(piece => piece[i]), Models.Values(model.Embed(LongText)));
    }

    [Fact]
    public void ClsIsTheFirstPieceOfTheFirstWindowAtLengthOne()
    {
        using LongTextCls model = LongTextCls.Load(Models.EndToEnd);
        float[] first = Pieces(model.ForwardPieces(LongTextCls.LoadIndexer(Models.EndToEnd, Windows).Index(LongText)))[0];
        double norm = Math.Sqrt(first.Sum(value => (double)value * value));
        AssertClose(i => first[i] / norm, Models.Values(model.Embed(LongText)));
    }

    /// <summary>More pieces than are encoded at once: the texts are taken in portions, and none notices.</summary>
    [Fact]
    public void ManyTextsGiveTheBitsOfEachAlone()
    {
        using LongTextMean model = LongTextMean.Load(Models.EndToEnd);
        string[] texts = [.. Enumerable.Range(0, 400).Select(i => i % 7 == 3 ? LongText : i % 5 == 0 ? "hello" : $"{LongText} fox {i} dog")];
        float[] together = Models.Values(model.Embed(texts));
        for (int i = 0; i < texts.Length; i += 37)
        {
            Assert.True(Models.Values(model.Embed(texts[i])).AsSpan().SequenceEqual(together.AsSpan(i * LongTextMean.HiddenSize, LongTextMean.HiddenSize)), $"text {i}");
        }
    }

    private static void AssertClose(Func<int, double> expected, float[] actual)
    {
        double worst = Enumerable.Range(0, actual.Length).Max(i => Math.Abs(expected(i) - actual[i]));
        Assert.InRange(worst, 0, Tolerance);
    }

    private static float[][] Pieces(Tensor<float> vectors)
        => [.. Models.Values(vectors).Chunk((int)vectors.Lengths[^1]).Where(piece => piece.Any(value => value != 0))];
}
