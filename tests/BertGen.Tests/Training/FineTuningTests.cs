using BertGen.Tests.Checkpoints;
using BertGen.Tests.Compiled;
using BertGen.Training;

namespace BertGen.Tests.Training;

/// <summary>A compiled model through optimizer, saved state and saved model.</summary>
public sealed class FineTuningTests : IDisposable
{
    private static readonly string[] Queries = ["the quick brown fox", "a lazy dog", "hello", "fox and dog and fox"];
    private static readonly string[] Keys = ["fox", "dog", "hello hello", "the lazy"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheLossFallsAndWhatIsSavedIsWhatWasTrained()
    {
        using TrainedMean model = TrainedMean.Load(Models.EndToEnd);
        var optimizer = new AdamW(model.Parameters, new AdamWOptions { LearningRate = 1e-3 });
        float[] before = Models.Values(model.Embed(Queries));
        float first = Step(model, optimizer), last = first;
        for (int i = 0; i < 30; i++)
        {
            last = Step(model, optimizer);
        }

        Assert.True(last < first / 2, $"The loss went from {first} to {last}.");
        float[] trained = Models.Values(model.Embed(Queries));
        Assert.NotEqual(before, trained);

        model.Save(_folder.File("tuned"));
        using TrainedMean reloaded = TrainedMean.Load(_folder.File("tuned"));
        using LongTextMean plain = LongTextMean.Load(_folder.File("tuned"));
        using LongTextMean original = LongTextMean.Load(Models.EndToEnd);
        Assert.Equal(trained, Models.Values(reloaded.Embed(Queries)));
        Assert.Equal(model.ScalarMix.Weights.ToArray(), reloaded.ScalarMix.Weights.ToArray());
        Assert.NotEqual(Models.Values(original.Embed(Queries)), Models.Values(plain.Embed(Queries)));
    }

    /// <summary>Broken off after three of six steps, with nothing left but the file.</summary>
    [Fact]
    public void ATrainingThatWasBrokenOffGoesOnWithTheSameBits()
    {
        float[] whole = Train(from: 0, to: 6);
        Train(from: 0, to: 3);
        Assert.Equal(whole, Train(from: 3, to: 6));

        float[] Train(int from, int to)
        {
            using TrainedMean model = TrainedMean.Load(Models.EndToEnd);
            model.Dropout.Seed = 11;
            var optimizer = new AdamW(model.Parameters, new AdamWOptions { LearningRate = 1e-3 });
            var state = new TrainingState(optimizer) { ["dropout"] = model.Dropout };
            Assert.Equal(from > 0, from > 0 && state.TryLoad(_folder.File("state.safetensors")));
            for (int i = from; i < to; i++)
            {
                Step(model, optimizer);
            }

            state.Save(_folder.File("state.safetensors"));
            return [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray())];
        }
    }

    /// <summary>Plain embedders of the same file keep what they have loaded while another one is trained.</summary>
    [Fact]
    public void TrainingChangesNoOtherEmbedder()
    {
        using WordNetMini plain = WordNetMini.Load(Models.WordNetMini);
        using TrainedWordNet model = TrainedWordNet.Load(Models.WordNetMini);
        float[] before = Models.Values(plain.Embed(Queries));
        Assert.Equal(before, Models.Values(model.Embed(Queries)));

        foreach (Parameter parameter in model.Parameters)
        {
            parameter.Value[0] += 0.5f;
        }

        Assert.NotEqual(before, Models.Values(model.Embed(Queries)));
        Assert.Equal(before, Models.Values(plain.Embed(Queries)));
    }

    [Fact]
    public void ParametersAreNamedAndShapedAsInTheStateDict()
    {
        using TrainedWordNet model = TrainedWordNet.Load(Models.WordNetMini);

        Assert.Same(model.Parameters["encoder.layer.1.attention.self.key.weight"], model.Parameters.Layer1.Key.Weight);
        Assert.Equal([768, 192], model.Parameters.Layer2.Intermediate.Weight.Shape.ToArray());
        Assert.Equal([9000, 192], model.Parameters.WordEmbeddings.Shape.ToArray());
        Assert.Equal(
            model.Parameters.Where(parameter => parameter.Name.EndsWith(".bias", StringComparison.Ordinal) || parameter.Name.Contains("LayerNorm", StringComparison.Ordinal)),
            model.Parameters.Where(parameter => !parameter.Decays));
    }

    private static float Step(TrainedMean model, AdamW optimizer)
    {
        model.Parameters.ClearGradients();
        using TrainingStep queries = model.TrainEmbed(Queries), keys = model.TrainEmbed(Keys);
        PairLoss loss = InfoNce.Compute(queries.Output, keys.Output);
        queries.Backward(loss.Queries);
        keys.Backward(loss.Keys);
        optimizer.Step();
        return loss.Value;
    }
}
