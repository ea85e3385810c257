using System.Numerics.Tensors;
using TorchSharp;
using TorchSharp.Modules;

namespace BertGen.Tests.Torch;

/// <summary>The library's own gradients and optimizers on a compiled class.</summary>
public sealed class TrainingTests
{
    private static readonly string[] Texts = ["the dog", "a", "the the dog a", "dog"];

    [TorchFact]
    public void EveryParameterThatTheResultDependsOnGetsAGradient()
    {
        using var model = EndToEndTrained.Load(Data.EndToEnd);
        using torch.Tensor loss = Loss(model);
        loss.backward();
        string[] without = [.. model.named_parameters().Where(entry => entry.parameter.grad is null).Select(entry => entry.name)];
        Assert.Equal(["pooler.dense.weight", "pooler.dense.bias"], without);
    }

    [TorchFact]
    public void AdamWLowersALoss()
    {
        using var model = EndToEndTrained.Load(Data.EndToEnd);
        float[] vectors = Data.Values(model.Embed(Texts));
        using AdamW optimizer = torch.optim.AdamW(model.parameters(), lr: 2e-2);
        double first = double.NaN, last = double.NaN;
        for (int step = 0; step < 20; step++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            optimizer.zero_grad();
            torch.Tensor loss = Loss(model);
            loss.backward();
            optimizer.step();
            last = loss.ToSingle();
            first = step == 0 ? last : first;
        }

        Assert.True(last < 0.5 * first, $"from {first} to {last}");

        // Calls without gradients see the weights as they are now, those that are parts of one product too.
        float[] trained = Data.Values(model.Embed(Texts));
        using torch.Tensor recorded = model.embed(Texts);
        Assert.True(Data.Difference(vectors, trained) > 1e-3);
        Assert.True(Data.Difference(Data.Values(recorded), trained) < 1e-5);
    }

    [TorchFact]
    public void AMixIsTrainedAboveAFrozenModel()
    {
        using var model = EndToEndTrained.Load(Data.EndToEnd);
        foreach ((string name, Parameter parameter) in model.named_parameters())
        {
            parameter.requires_grad = name.StartsWith("_scalar_mix.", StringComparison.Ordinal);
        }

        using AdamW optimizer = torch.optim.AdamW(model.ScalarMix.parameters(), lr: 0.05);
        for (int step = 0; step < 3; step++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            optimizer.zero_grad();
            Loss(model).backward();
            optimizer.step();
        }

        Assert.NotEqual(0f, model.ScalarMix.Weights[0]);
        Assert.NotEqual(1f, model.ScalarMix.Gamma);
    }

    [TorchFact]
    public void DropoutIsForTrainingAlone()
    {
        using var model = EndToEndTrained.Load(Data.EndToEnd);
        float[] still = Data.Values(model.Embed(Texts));
        model.train();
        float[] dropped = Data.Values(model.Embed(Texts));
        model.eval();
        Assert.True(Data.Difference(still, dropped) > 1e-3);
        Assert.Equal(still, Data.Values(model.Embed(Texts)));
    }

    [TorchFact]
    public void WhatWasTrainedIsSavedAndLoadedByAnyTarget()
    {
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using var model = EndToEndTrained.Load(Data.EndToEnd);
            model.ScalarMix.Weights[1] = 0.5f;
            model.ScalarMix.Gamma = 1.5f;
            using (AdamW optimizer = torch.optim.AdamW(model.parameters(), lr: 1e-3))
            using (torch.Tensor loss = Loss(model))
            {
                loss.backward();
                optimizer.step();
            }

            Assert.Contains("model.safetensors", model.Save(folder));
            using var again = EndToEndTrained.Load(folder);
            using var managed = EndToEndManaged.Load(folder);
            int[] ids = [2, 9, 8, 3, 2, 7, 3, 0];
            var batch = new ReadOnlyTensorSpan<int>(ids, [2, 4]);
            Assert.Equal(Data.Values(model.Forward(batch)), Data.Values(again.Forward(batch)));
            Assert.True(Data.Difference(Data.Values(model.Forward(batch)), Data.Values(managed.Forward(batch))) < 2e-5);
            Assert.Equal(model.ScalarMix.Gamma, managed.ScalarMix.Gamma);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static torch.Tensor Loss(EndToEndTrained model)
    {
        using torch.Tensor vectors = model.embed(Texts);
        using torch.Tensor squares = vectors.mul(vectors);
        return squares.mean();
    }
}
