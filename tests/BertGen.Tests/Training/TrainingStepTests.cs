using System.Numerics.Tensors;
using BertGen.Tests.Compiled;
using BertGen.Training;
using Xunit.Abstractions;

namespace BertGen.Tests.Training;

/// <summary>Training steps of compiled classes: what they return, what they add to the gradients, and what they refuse.</summary>
[Collection(nameof(Pretrained.SharedWeightsTests))]
public sealed class TrainingStepTests(ITestOutputHelper output)
{
    private static readonly string LongText = string.Concat(Enumerable.Repeat("the quick brown fox jumped over the lazy dog . ", 5));

    private static readonly string[] Texts = ["hello", LongText, "the lazy dog", "", "quick quick fox " + LongText];

    /// <summary>Enough pieces for two threads to share every operation.</summary>
    private static string[] ManyTexts => [.. Enumerable.Range(0, 150).Select(i => Texts[i % 5] + " " + string.Join(' ', Enumerable.Repeat("fox", i % 23)))];

    [Fact]
    public void WithoutDropoutTheOutputHasTheBitsOfEmbed()
    {
        using TrainedMean mean = TrainedMean.Load(Models.EndToEnd);
        using TrainedCls cls = TrainedCls.Load(Models.EndToEnd);
        using TrainedMax max = TrainedMax.Load(Models.EndToEnd);
        using LongTextMax plain = LongTextMax.Load(Models.EndToEnd);
        mean.Dropout.IsEnabled = cls.Dropout.IsEnabled = max.Dropout.IsEnabled = false;
        using TrainingStep meanStep = mean.TrainEmbed(Texts), clsStep = cls.TrainEmbed(Texts), maxStep = max.TrainEmbed(Texts);

        Assert.Equal(Models.Values(mean.Embed(Texts)), Models.Values(meanStep.Output));
        Assert.Equal(Models.Values(cls.Embed(Texts)), Models.Values(clsStep.Output));
        Assert.Equal(Models.Values(max.Embed(Texts)), Models.Values(maxStep.Output));

        // The class has a learned mix, which Embed does not pool.
        Assert.Equal(Models.Values(plain.Embed(Texts)), Models.Values(maxStep.Output));
    }

    /// <summary>Pooling is differentiated: the loss moves by the gradient when all parameters move a little.</summary>
    [Fact]
    public void TheLossMovesByTheGradient()
    {
        using TrainedMean mean = TrainedMean.Load(Models.EndToEnd);
        using TrainedCls cls = TrainedCls.Load(Models.EndToEnd);
        using TrainedMax max = TrainedMax.Load(Models.EndToEnd);
        CheckDirection("mean", mean.Parameters, mean.Dropout, () => mean.TrainEmbed(Texts));
        CheckDirection("first piece", cls.Parameters, cls.Dropout, () => cls.TrainEmbed(Texts));
        CheckDirection("largest", max.Parameters, max.Dropout, () => max.TrainEmbed(Texts));
        CheckDirection("words", max.Parameters, max.Dropout, () => max.Train(TrainedMax.LoadIndexer(Models.EndToEnd).Index(Texts)));
    }

    [Fact]
    public void ThePoolerAndTheModelBelowItAreTrainedTogether()
    {
        using TrainedMax model = TrainedMax.Load(Models.EndToEnd);
        model.Dropout.IsEnabled = false;
        BertInput<TrainedMax> input = TrainedMax.LoadIndexer(Models.EndToEnd).Index(Texts);
        float[] cotangent = Cotangent(Texts.Length * TrainedMax.HiddenSize);
        float[] direction = Direction(model.Parameters);

        double[] losses = [.. new[] { 1e-3f, -1e-3f }.Select(step => Moved(model.Parameters, direction, step, () => Loss(Models.Values(model.Pool(input)), cotangent)))];
        model.Parameters.ClearGradients();
        using (TrainingStep step = model.TrainPool(input.InputIds, input.TokenTypeIds))
        {
            Assert.Equal(Models.Values(model.Pool(input)), Models.Values(step.Output));
            step.Backward(new ReadOnlyTensorSpan<float>(cotangent, step.Output.Lengths));
        }

        AssertSlope("pooler", losses, Dot(Gradient(model.Parameters), direction));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void GradientsAndDropoutHaveTheSameBitsOnAnyNumberOfThreads(bool dropout)
    {
        (float[] output, float[] gradient) one = Run(1), two = Run(2);

        Assert.Equal(one.output, two.output);
        Assert.Equal(one.gradient, two.gradient);

        (float[], float[]) Run(int threads)
        {
            using TrainedMean model = TrainedMean.Load(Models.EndToEnd);
            (model.Dropout.IsEnabled, model.MaxThreads) = (dropout, threads);
            using TrainingStep step = model.TrainEmbed(ManyTexts);
            step.Backward(new ReadOnlyTensorSpan<float>(Cotangent((int)step.Output.FlattenedLength), step.Output.Lengths));
            return (Models.Values(step.Output), Gradient(model.Parameters));
        }
    }

    [Fact]
    public void ComputingLayersAgainChangesNoBit()
    {
        using TrainedWordNet kept = TrainedWordNet.Load(Models.WordNetMini);
        using CheckpointedWordNet again = CheckpointedWordNet.Load(Models.WordNetMini);
        using TrainingStep keptStep = kept.TrainEmbed(ManyTexts), againStep = again.TrainEmbed(ManyTexts);
        float[] cotangent = Cotangent((int)keptStep.Output.FlattenedLength);
        keptStep.Backward(new ReadOnlyTensorSpan<float>(cotangent, keptStep.Output.Lengths));
        againStep.Backward(new ReadOnlyTensorSpan<float>(cotangent, keptStep.Output.Lengths));

        Assert.Equal(Models.Values(keptStep.Output), Models.Values(againStep.Output));
        Assert.Equal(Gradient(kept.Parameters), Gradient(again.Parameters));
        Assert.True(CheckpointedWordNet.KeptBytesPerPiece * 5 < TrainedWordNet.KeptBytesPerPiece);
    }

    [Fact]
    public void DropoutFollowsItsSeedAndStep()
    {
        using TrainedMean model = TrainedMean.Load(Models.EndToEnd);
        float[] without = Models.Values(model.Embed(Texts));
        float[] first = Output(1, 0), second = Output(1, 1), again = Output(1, 0), other = Output(2, 0);

        Assert.Equal(first, again);
        Assert.NotEqual(first, second);
        Assert.NotEqual(first, other);
        Assert.NotEqual(first, without);
        Assert.Equal(1, model.Dropout.Step);
        Assert.Equal(without, Models.Values(model.Embed(Texts)));

        float[] Output(ulong seed, long step)
        {
            (model.Dropout.Seed, model.Dropout.Step) = (seed, step);
            using TrainingStep training = model.TrainEmbed(Texts);
            return Models.Values(training.Output);
        }
    }

    /// <summary>With nothing trained but the mix there are no other gradients, and the weights are shared with plain classes.</summary>
    [Fact]
    public void AFrozenModelHasNoGradientsButTheMix()
    {
        using WordNetMix plain = WordNetMix.Load(Models.WordNetMini);
        long bytes = PretrainedBertModel.WeightBytes;
        using TrainedWordNetMix model = TrainedWordNetMix.Load(Models.WordNetMini);
        Assert.Equal(bytes, PretrainedBertModel.WeightBytes);
        Assert.Equal(TrainedWordNetMix.LayerCount + 1, model.Parameters.Sum(parameter => parameter.Count));

        Tensor<int> ids = Models.Ids(8, 40);
        Train();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Train();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        output.WriteLine($"{allocated} bytes, of which {8 * 40 * TrainedWordNetMix.HiddenSize * sizeof(float)} are the output");
        Assert.InRange(allocated, 0, (8 * 40 * TrainedWordNetMix.HiddenSize * sizeof(float)) + 4096);
        Assert.All(model.Parameters, parameter => Assert.NotEqual(0f, parameter.Gradient[0]));

        void Train()
        {
            using TrainingStep step = model.Train(ids);
            step.Backward(step.Output);
        }
    }

    [Fact]
    public void WhatCannotBeIsRefused()
    {
        using TrainedMean model = TrainedMean.Load(Models.EndToEnd);
        TrainingStep step = model.TrainEmbed(Texts);
        var wrong = Assert.Throws<ArgumentException>("cotangent", () => step.Backward(Tensor.CreateFromShape<float>([5, 23])));
        Assert.Contains("(5, 24)", wrong.Message);
        Assert.Contains("(5, 23)", wrong.Message);
        step.Backward(step.Output);
        Assert.Throws<InvalidOperationException>(() => step.Backward(step.Output));
        step.Dispose();
        step.Dispose();
        Assert.Throws<ObjectDisposedException>(() => step.Backward(step.Output));
        Assert.Throws<ArgumentOutOfRangeException>("inputIds", () => model.Train(new ReadOnlyTensorSpan<int>([1, -2], [1, 2])));

        using TrainingStep late = model.TrainEmbed(Texts);
        model.Dispose();
        Assert.Equal(typeof(TrainedMean).FullName, Assert.Throws<ObjectDisposedException>(() => late.Backward(late.Output)).ObjectName);
        Assert.Equal(typeof(TrainedMean).FullName, Assert.Throws<ObjectDisposedException>(() => model.TrainEmbed(Texts)).ObjectName);
    }

    [Fact]
    public void NoPiecesHaveNoGradient()
    {
        using TrainedMean model = TrainedMean.Load(Models.EndToEnd);
        using (TrainingStep step = model.Train(new ReadOnlyTensorSpan<int>([0, 0, 0, 0], [2, 2])))
        {
            Assert.Equal(new float[2 * 2 * TrainedMean.HiddenSize], Models.Values(step.Output));
            step.Backward(Tensor.Create(Cotangent(2 * 2 * TrainedMean.HiddenSize), [2, 2, TrainedMean.HiddenSize]));
        }

        using TrainingStep none = model.TrainEmbed();
        none.Backward(none.Output);
        Assert.All(Gradient(model.Parameters), value => Assert.Equal(0f, value));
    }

    private void CheckDirection(string title, ParameterSet parameters, Dropout dropout, Func<TrainingStep> train)
    {
        // With dropout: the same values are dropped in all steps of one number, forward and backward.
        float[] direction = Direction(parameters);
        float[] cotangent = [];
        double[] losses = [.. new[] { 1e-3f, -1e-3f }.Select(step => Moved(parameters, direction, step, () =>
        {
            dropout.Step = 3;
            using TrainingStep moved = train();
            return Loss(Models.Values(moved.Output), cotangent = Cotangent((int)moved.Output.FlattenedLength));
        }))];
        parameters.ClearGradients();
        dropout.Step = 3;
        using TrainingStep step = train();
        step.Backward(new ReadOnlyTensorSpan<float>(cotangent, step.Output.Lengths));
        AssertSlope(title, losses, Dot(Gradient(parameters), direction));
    }

    private void AssertSlope(string title, double[] losses, double slope)
    {
        double found = (losses[0] - losses[1]) / 2e-3;
        output.WriteLine($"{title}: slope {slope:G6}, by differences {found:G6}");
        Assert.NotEqual(0, slope);
        Assert.Equal(slope, found, tolerance: 1e-2 * Math.Abs(slope) + 1e-3);
    }

    private static double Moved(ParameterSet parameters, float[] direction, float step, Func<double> loss)
    {
        Move(step);
        double moved = loss();
        Move(-step);
        return moved;

        void Move(float by)
        {
            int i = 0;
            foreach (Parameter parameter in parameters)
            {
                foreach (ref float value in parameter.Value)
                {
                    value += by * direction[i++];
                }
            }
        }
    }

    private static float[] Direction(ParameterSet parameters)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, parameters.Sum(parameter => parameter.Count)).Select(_ => (float)(random.NextDouble() - 0.5) * 0.2f)];
    }

    private static float[] Gradient(ParameterSet parameters) => [.. parameters.SelectMany(parameter => parameter.Gradient.ToArray())];

    private static float[] Cotangent(int count) => [.. Enumerable.Range(0, count).Select(i => MathF.Cos(1.3f * i))];

    private static double Loss(float[] values, float[] cotangent) => Dot(values, cotangent);

    private static double Dot(float[] left, float[] right) => left.Zip(right, (a, b) => (double)a * b).Sum();
}
