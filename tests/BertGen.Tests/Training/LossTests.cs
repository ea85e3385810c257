using System.Numerics.Tensors;
using BertGen.Tests.Compiled;
using BertGen.Training;

namespace BertGen.Tests.Training;

/// <summary>Losses and heads as they are called: values that can be told by hand, shapes, and what is refused.</summary>
public sealed class LossTests
{
    [Fact]
    public void CrossEntropyIsTheMeanOverLabelledWords()
    {
        // Probabilities of the right classes: 1/2, 1/4; the third word is not counted.
        float[] logits = [0, 0, 0, MathF.Log(3), 5, -5];
        TensorLoss loss = CrossEntropy.Compute(Tensor.Create(logits, [1, 3, 2]), Tensor.Create([1, 0, CrossEntropy.Ignored], [1, 3]));
        Assert.Equal((MathF.Log(2) + MathF.Log(4)) / 2, loss.Value, 1e-6f);
        Assert.Equal([1, 3, 2], loss.Gradient.Lengths.ToArray());
        float[] expected = [0.25f, -0.25f, -0.375f, 0.375f, 0, 0];
        Assert.All(Models.Values(loss.Gradient).Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
    }

    [Fact]
    public void LargeLogitsDoNotOverflow()
    {
        TensorLoss loss = CrossEntropy.Compute(Tensor.Create([3e38f, -3e38f, 1000f, 0f], [2, 2]), Tensor.Create([0, 1], [2]));
        Assert.Equal(500f, loss.Value);
        Assert.Equal([0f, 0f, 0.5f, -0.5f], Models.Values(loss.Gradient));
    }

    [Fact]
    public void NothingToCountIsNoLoss()
    {
        TensorLoss loss = CrossEntropy.Compute(Tensor.Create([1f, 2f], [1, 2]), Tensor.Create([CrossEntropy.Ignored], [1]));
        Assert.Equal(0f, loss.Value);
        Assert.Equal([0f, 0f], Models.Values(loss.Gradient));
    }

    [Fact]
    public void LabelsOutsideTheClassesAreNamedWithTheirPlace()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => CrossEntropy.Compute(Tensor.Create(new float[12], [2, 3, 2]), Tensor.Create([0, 1, 0, 0, 2, 0], [2, 3])));
        Assert.StartsWith("labels[1, 1] is 2; expected 0 to 1, or -100 for none.", error.Message, StringComparison.Ordinal);
        ArgumentException shape = Assert.Throws<ArgumentException>(
            () => CrossEntropy.Compute(Tensor.Create(new float[12], [2, 3, 2]), Tensor.Create(new int[2], [2])));
        Assert.Contains("(2, 3, 2) and (2)", shape.Message, StringComparison.Ordinal);
    }

    /// <summary>Two pairs at right angles: each query sees 1 for its own key and 0 for the other.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void InfoNceOfPairsAtRightAngles(bool symmetric)
    {
        Tensor<float> vectors = Tensor.Create([1f, 0f, 0f, 1f], [2, 2]);
        PairLoss loss = InfoNce.Compute(vectors, vectors, temperature: 0.5f, symmetric);
        float own = MathF.Exp(2) / (MathF.Exp(2) + 1);
        Assert.Equal(-MathF.Log(own), loss.Value, 1e-6f);

        // Each score has gradient (own - 1) / 2 on the diagonal and (1 - own) / 2 beside it, over the temperature.
        float pull = 1 - own;
        Assert.All(Models.Values(loss.Queries).Zip([-pull, pull, pull, -pull]), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
        Assert.All(Models.Values(loss.Keys).Zip([-pull, pull, pull, -pull]), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
    }

    [Fact]
    public void InfoNceRefusesFewerKeysThanQueries()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => InfoNce.Compute(Tensor.Create(new float[6], [3, 2]), Tensor.Create(new float[4], [2, 2])));
        Assert.Contains("(3, 2) and (2, 2)", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => InfoNce.Compute(Tensor.Create(new float[4], [2, 2]), Tensor.Create(new float[4], [2, 2]), temperature: 0));
    }

    [Fact]
    public void ALinearHeadMapsVectorsOfAnyRankAndAddsItsGradientsUp()
    {
        var head = new LinearHead(2, 3);
        new float[] { 1, 2, 3, 4, 5, 6 }.CopyTo(head.Weight.Value);
        new float[] { 0.5f, 0, -0.5f }.CopyTo(head.Bias.Value);
        Tensor<float> words = Tensor.Create([1f, 0f, 0f, 1f], [1, 2, 2]);
        Tensor<float> logits = head.Forward(words);
        Assert.Equal([1, 2, 3], logits.Lengths.ToArray());
        Assert.Equal([1.5f, 3f, 4.5f, 2.5f, 4f, 5.5f], Models.Values(logits));

        Tensor<float> cotangent = Tensor.Create([1f, 0f, 0f, 0f, 0f, 2f], [1, 2, 3]);
        Assert.Equal([1f, 2f, 10f, 12f], Models.Values(head.Backward(words, cotangent)));
        head.Backward(words, cotangent);
        Assert.Equal([2f, 0f, 0f, 0f, 0f, 4f], head.Weight.Gradient.ToArray());
        Assert.Equal([2f, 0f, 4f], head.Bias.Gradient.ToArray());
    }

    [Fact]
    public void ALinearHeadRefusesOtherWidths()
    {
        var head = new LinearHead(4, 3);
        ArgumentException error = Assert.Throws<ArgumentException>(() => head.Forward(Tensor.Create(new float[6], [2, 3])));
        Assert.Contains("(..., 4); found (2, 3)", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => head.Backward(Tensor.Create(new float[8], [2, 4]), Tensor.Create(new float[3], [1, 3])));
    }

    /// <summary>A classifier of points in the plane, trained to the end: everything but the model.</summary>
    [Fact]
    public void AHeadLearnsWhatCanBeLearned()
    {
        var head = new LinearHead(2, 3, seed: 5);
        var optimizer = new AdamW(head.Parameters, new AdamWOptions { LearningRate = 0.05 });
        var random = new Random(11);
        float[] points = [.. Enumerable.Range(0, 600).Select(_ => (2 * random.NextSingle()) - 1)];
        int[] labels = [.. Enumerable.Range(0, 300).Select(i => points[2 * i] > 0.2f ? 0 : points[(2 * i) + 1] > points[2 * i] ? 1 : 2)];
        Tensor<float> inputs = Tensor.Create(points, [300, 2]);
        Tensor<int> classes = Tensor.Create(labels, [300]);
        float first = 0, last = 0;
        for (int step = 0; step < 300; step++)
        {
            TensorLoss loss = CrossEntropy.Compute(head.Forward(inputs), classes);
            head.Backward(inputs, loss.Gradient);
            optimizer.Step();
            (first, last) = (step == 0 ? loss.Value : first, loss.Value);
        }

        Assert.InRange(first, 1.0f, 1.2f);
        Assert.InRange(last, 0, 0.25f);
    }
}
