using System.Numerics.Tensors;
using BertGen.Text;
using Xunit.Abstractions;

namespace BertGen.RealModels.Tests;

/// <summary>
/// Classes compiled from published folders, without options, on the published weights: against what sentence-transformers makes of
/// recorded texts, and against ONNX Runtime on the same ids.
/// </summary>
/// <typeparam name="TModel">The compiled class.</typeparam>
public abstract class RealModelTests<TModel>(ITestOutputHelper output)
    where TModel : IBertModel<TModel>
{
    private protected abstract RealModel Model { get; }

    [Fact]
    public void IdsAreThoseOfThePublishedTokenizer()
    {
        var recorded = new RecordedVectors(LastPart);

        int[][] found = Ids();

        Assert.Empty(RecordedVectors.Texts.Where((_, i) => !recorded.Ids[i].SequenceEqual(found[i])));
        Assert.NotEmpty(found);
    }

    [Fact]
    public void VectorsAreThoseOfThePublishedModel()
    {
        var recorded = new RecordedVectors(LastPart);

        float[][] found = Embed(RecordedVectors.Texts);

        var comparison = new VectorComparison($"{Model.Name}, recorded");
        for (int i = 0; i < found.Length; i++)
        {
            comparison.Add(RecordedVectors.Texts[i], recorded.Vectors[i], found[i]);
        }

        Report(comparison);
    }

    [Fact]
    public void VectorsAreThoseOfOnnxRuntimeOnTheSameIds()
    {
        using var peer = new OnnxEmbedder(Model, new RecordedVectors(LastPart).Pooling);
        int[][] ids = Ids();

        float[][] found = Embed(RecordedVectors.Texts);

        var comparison = new VectorComparison($"{Model.Name}, ONNX Runtime");
        for (int i = 0; i < found.Length; i++)
        {
            comparison.Add(RecordedVectors.Texts[i], peer.Embed(ids[i]), found[i]);
        }

        Report(comparison);
    }

    private protected abstract Tensor<float> EmbedAll(string[] texts);

    /// <summary>The pieces of texts as they are embedded.</summary>
    private protected abstract PieceBuffer TokenizeAll(string[] texts);

    private string LastPart => Model.Name[(Model.Name.IndexOf('/') + 1)..];

    private float[][] Embed(string[] texts)
    {
        Tensor<float> vectors = EmbedAll(texts);
        float[] values = new float[vectors.FlattenedLength];
        vectors.FlattenTo(values);
        return [.. values.Chunk((int)vectors.Lengths[1])];
    }

    private int[][] Ids()
    {
        using PieceBuffer pieces = TokenizeAll(RecordedVectors.Texts);
        int[] all = pieces.Ids.ToArray(), ends = pieces.RowEnds.ToArray();
        return [.. ends.Select((end, i) => all[(i == 0 ? 0 : ends[i - 1])..end])];
    }

    private void Report(VectorComparison comparison)
    {
        output.WriteLine(comparison.ToString());
        comparison.AssertEqual();
    }
}
