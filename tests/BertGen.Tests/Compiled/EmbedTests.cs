using System.Numerics.Tensors;
using BertGen.Training;

namespace BertGen.Tests.Compiled;

/// <summary>Embed follows the model folder, whatever Forward returns.</summary>
public sealed class EmbedTests
{
    private static readonly string[] Texts = ["fear of heights", "a person who repairs water pipes", "", "the study of insects"];

    [Fact]
    public void AClassWithoutOptionsEmbedsTheLastLayer()
    {
        using var expected = WordNetMini.Load(Models.WordNetMini);
        using var plain = PlainWordNet.Load(Models.WordNetMini);
        using var lower = WordNetOfLowerLayers.Load(Models.WordNetMini);
        float[] vectors = Models.Values(expected.Embed(Texts));

        Assert.Equal(vectors, Models.Values(plain.Embed(Texts)));
        Assert.Equal(vectors, Models.Values(lower.Embed(Texts)));
    }

    [Fact]
    public void ForwardReturnsTheMixAllTheSame()
    {
        using var mix = WordNetMix.Load(Models.WordNetMini);
        using var plain = PlainWordNet.Load(Models.WordNetMini);
        Tensor<int> ids = Models.Ids(batch: 2, pieces: 20);

        Assert.Equal(Models.Values(mix.Forward(ids)), Models.Values(plain.Forward(ids)));
        plain.ScalarMix.Weights[0] = 3f;
        Assert.NotEqual(Models.Values(mix.Forward(ids)), Models.Values(plain.Forward(ids)));
    }

    [Fact]
    public void TheMixIsEmbeddedWhereThatIsAskedFor()
    {
        using var top = WordNetMini.Load(Models.WordNetMini);
        using var mix = WordNetOfTheMix.Load(Models.WordNetMini);
        float[] before = Models.Values(mix.Embed(Texts));

        // Weights this far apart leave the last layer alone.
        (mix.ScalarMix.Weights[0], mix.ScalarMix.Weights[1], mix.ScalarMix.Weights[2]) = (-200f, -200f, 200f);
        Assert.NotEqual(before, Models.Values(mix.Embed(Texts)));
        Assert.Equal(Models.Values(top.Embed(Texts)), Models.Values(mix.Embed(Texts)));
    }

    [Fact]
    public void WhatIsTrainedIsWhatEmbedComputes()
    {
        using var top = TrainedWordNet.Load(Models.WordNetMini);
        using var plain = TrainedPlainWordNet.Load(Models.WordNetMini);
        using var lower = TrainedLowerLayers.Load(Models.WordNetMini);
        (top.Dropout.IsEnabled, plain.Dropout.IsEnabled, lower.Dropout.IsEnabled) = (false, false, false);
        using TrainingStep expected = top.TrainEmbed(Texts);
        using TrainingStep found = plain.TrainEmbed(Texts);
        using TrainingStep partial = lower.TrainEmbed(Texts);
        Assert.Equal(Models.Values(expected.Output), Models.Values(found.Output));
        Assert.Equal(Models.Values(expected.Output), Models.Values(partial.Output));

        Tensor<float> cotangent = Tensor.Create([.. Enumerable.Range(0, (int)expected.Output.FlattenedLength).Select(i => MathF.Sin(i))], expected.Output.Lengths);
        expected.Backward(cotangent);
        found.Backward(cotangent);
        partial.Backward(cotangent);
        Dictionary<string, Parameter> gradients = top.Parameters.ToDictionary(parameter => parameter.Name);
        foreach (Parameter parameter in plain.Parameters.Concat(lower.Parameters).Where(parameter => gradients.ContainsKey(parameter.Name)))
        {
            Assert.Equal(gradients[parameter.Name].Gradient.ToArray(), parameter.Gradient.ToArray());
        }

        // Embed does not read the mix, so it has no gradient; the layer that Forward leaves out has one.
        Assert.All(plain.ScalarMix.Parameters, parameter => Assert.All(parameter.Gradient.ToArray(), value => Assert.Equal(0f, value)));
        Assert.Contains(lower.Parameters.Layer2.Output.Weight.Gradient.ToArray(), value => value != 0);
        Assert.Equal(plain.Parameters.Count - plain.ScalarMix.Parameters.Count, top.Parameters.Count);
    }

    [Fact]
    public void NullIsNotAnEmptyListOfTexts()
    {
        using var model = PlainWordNet.Load(Models.WordNetMini);
        using var trained = TrainedPlainWordNet.Load(Models.WordNetMini);

        Assert.Throws<ArgumentNullException>(() => model.Embed((string[])null!));
        Assert.Throws<ArgumentNullException>(() => trained.TrainEmbed((string[])null!));
        Assert.Equal(0, model.Embed().Count);
        Assert.Equal(2, model.Embed(["a", "b"]).Count);
    }
}
