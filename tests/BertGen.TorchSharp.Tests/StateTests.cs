using System.Numerics.Tensors;
using BertGen.Checkpoints;
using TorchSharp;

namespace BertGen.Tests.Torch;

/// <summary>The state dict has the names and values of the checkpoint, and goes both ways.</summary>
public sealed class StateTests
{
    private static readonly int[] Ids = [2, 9, 8, 3, 2, 7, 3, 0];

    [TorchFact]
    public void NamesAndShapesAreThoseOfTheCheckpoint()
    {
        using var model = EndToEndTrained.Load(Data.EndToEnd);
        using Checkpoint checkpoint = Checkpoint.Open(Data.EndToEnd);
        Dictionary<string, torch.Tensor> state = model.state_dict();
        string[] mix = [.. Enumerable.Range(0, EndToEndTrained.LayerCount).Select(layer => $"_scalar_mix.scalar_parameters.{layer}"), "_scalar_mix.gamma"];
        Assert.Equal(checkpoint.Tensors.Select(tensor => tensor.Name).Concat(mix).Order(), state.Keys.Order());
        foreach (TensorEntry tensor in checkpoint.Tensors)
        {
            Assert.Equal(tensor.Shape, state[tensor.Name].shape);
        }
    }

    [TorchFact]
    public void WhatIsLoadedIsWhatIsComputedWith()
    {
        using var changed = EndToEndTrained.Load(Data.EndToEnd);
        using (torch.no_grad())
        {
            foreach (torch.Tensor parameter in changed.parameters())
            {
                using Scalar factor = 0.9f;
                parameter.mul_(factor);
            }
        }

        using var loaded = EndToEndTrained.Load(Data.EndToEnd);
        float[] before = Forward(loaded);
        loaded.load_state_dict(changed.state_dict());
        Assert.Equal(Forward(changed), Forward(loaded));
        Assert.True(Data.Difference(before, Forward(loaded)) > 1e-3);
    }

    [TorchFact]
    public void AModuleThatMovesStaysOneProduct()
    {
        using var model = EndToEndTrained.Load(Data.EndToEnd);
        using var other = EndToEndTrained.Load(Data.EndToEnd);
        float[] exact = Forward(model);
        model.to(torch.ScalarType.BFloat16);
        Assert.True(Data.Difference(exact, Forward(model)) is > 1e-6 and < 0.05);

        // What is loaded afterwards has to reach the product, too.
        model.to(torch.ScalarType.Float32);
        model.load_state_dict(other.state_dict());
        Assert.Equal(exact, Forward(model));
    }

    [TorchFact]
    public void SixteenBitsAreWithinTwoPercent()
    {
        using var half = WordNetHalf.Load(Data.WordNetMini);
        using var whole = WordNetTorch.Load(Data.WordNetMini);
        Assert.Equal(torch.ScalarType.BFloat16, half.Encoder.Layer[0].Attention.Self.Query.Weight.dtype);
        BertInput<WordNetHalf> input = WordNetHalf.LoadIndexer(Data.WordNetMini).Index(Data.Texts);
        double difference = Data.Difference(
            Data.Values(whole.Forward(input.InputIds, input.Offsets, input.TokenTypeIds)), Data.Values(half.Forward(input)));
        Assert.True(difference is > 1e-5 and < 2e-2, $"{difference}");
        Assert.True(Data.Difference(Data.Values(whole.Embed(Data.Texts)), Data.Values(half.Embed(Data.Texts))) < 2e-2);
    }

    private static float[] Forward(EndToEndTrained model) => Data.Values(model.Forward(new ReadOnlyTensorSpan<int>(Ids, [2, 4])));
}
