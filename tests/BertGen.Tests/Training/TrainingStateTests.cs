using System.Numerics.Tensors;
using BertGen.Checkpoints;
using BertGen.Checkpoints.Safetensors;
using BertGen.Tests.Checkpoints;
using BertGen.Training;

namespace BertGen.Tests.Training;

/// <summary>A training that is broken off and goes on ends with the bits of one that was not; files that do not fit change nothing.</summary>
public sealed class TrainingStateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("state.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ATrainingThatWasBrokenOffGoesOnWithTheSameBits()
    {
        var whole = new Classifier(seed: 1);
        whole.Train(20);

        var broken = new Classifier(seed: 1);
        broken.Train(7);
        broken.State.Save(File);
        broken.Train(4); // Lost with the process.

        var resumed = new Classifier(seed: 2);
        Assert.True(resumed.State.TryLoad(File));
        Assert.Equal(7, resumed.Optimizer.Steps);
        Assert.Equal(1UL, resumed.Batches.Seed);
        Assert.Equal(7, resumed.Batches.Step);
        resumed.Train(13);
        Assert.Equal(whole.Values(), resumed.Values());
        Assert.NotEqual(whole.Values(), broken.Values());
    }

    [Fact]
    public void NoFileIsNoState()
    {
        Assert.False(new Classifier(seed: 1).State.TryLoad(File));
        Assert.Throws<CheckpointException>(() => new Classifier(seed: 1).State.Load(File));
    }

    [Fact]
    public void ASecondSaveReplacesTheFirstAndLeavesNothingBeside()
    {
        var training = new Classifier(seed: 1);
        training.State.Save(File);
        training.Train(3);
        training.State.Save(File);
        Assert.Equal([File], Directory.GetFileSystemEntries(Path.GetDirectoryName(File)!));
        var resumed = new Classifier(seed: 2);
        resumed.State.Load(File);
        Assert.Equal(3, resumed.Optimizer.Steps);
    }

    [Fact]
    public void EveryDamagedByteIsFoundAndChangesNothing()
    {
        var training = new Classifier(seed: 1);
        training.Train(3);
        training.State.Save(File);
        byte[] good = System.IO.File.ReadAllBytes(File);
        var other = new Classifier(seed: 2);
        float[] before = other.Values();
        for (int place = 0; place < good.Length; place += 13)
        {
            byte[] bad = [.. good];
            bad[place] ^= 0x10;
            System.IO.File.WriteAllBytes(File, bad);
            Assert.Throws<CheckpointException>(() => other.State.Load(File));
        }

        foreach (int length in (int[])[0, 7, 100, good.Length / 2, good.Length - 1])
        {
            System.IO.File.WriteAllBytes(File, good[..length]);
            Assert.Throws<CheckpointException>(() => other.State.Load(File));
        }

        Assert.Equal(before, other.Values());
        Assert.Equal(0, other.Optimizer.Steps);
        Assert.Equal(2UL, other.Batches.Seed);
    }

    [Fact]
    public void FilesOfOtherTrainingsAreRefusedByWhatDiffers()
    {
        var training = new Classifier(seed: 1, classes: 4);
        training.State.Save(File);
        Assert.Contains("classifier.bias: expected F32 [3], found F32 [4]", Refusal(new Classifier(seed: 1)), StringComparison.Ordinal);

        var recipe = new Classifier(seed: 1, recipe: "batch 6");
        recipe.State.Save(File);
        Assert.Contains("expected the state of a training with 'batch 5', found one with 'batch 6'", Refusal(new Classifier(seed: 1)), StringComparison.Ordinal);

        var more = new Classifier(seed: 1);
        more.State["words"] = new ShuffledBatches(3, 1);
        more.State.Save(File);
        Assert.Contains("sequence.words is no part of this training", Refusal(new Classifier(seed: 1)), StringComparison.Ordinal);

        var writer = new SafetensorsWriter();
        writer.Add("classifier.weight", [1], [1f]);
        writer.Save(File);
        Assert.Contains("expected the state of a training", Refusal(new Classifier(seed: 1)), StringComparison.Ordinal);
    }

    private string Refusal(Classifier training)
    {
        float[] before = training.Values();
        string message = Assert.Throws<CheckpointException>(() => training.State.Load(File)).Message;
        Assert.Equal(before, training.Values());
        return message;
    }

    /// <summary>A small training with everything that has a state.</summary>
    private sealed class Classifier
    {
        private readonly LinearHead _head;

        public Classifier(ulong seed, int classes = 3, string recipe = "batch 5")
        {
            _head = new LinearHead(4, classes, seed);
            Optimizer = new AdamW(_head.Parameters, new AdamWOptions { LearningRate = 0.1 });
            Batches = new ShuffledBatches(32, 5, seed);
            State = new TrainingState(Optimizer, recipe) { ["batches"] = Batches };
        }

        public AdamW Optimizer { get; }

        public ShuffledBatches Batches { get; }

        public TrainingState State { get; }

        public void Train(int steps)
        {
            for (int step = 0; step < steps; step++)
            {
                int[] examples = Batches.Next().ToArray();
                Tensor<float> inputs = Tensor.Create([.. examples.SelectMany(Features)], [examples.Length, 4]);
                Tensor<int> labels = Tensor.Create([.. examples.Select(example => example % 3)], [examples.Length]);
                _head.Backward(inputs, CrossEntropy.Compute(_head.Forward(inputs), labels).Gradient);
                Optimizer.Step();
            }
        }

        public float[] Values() => [.. _head.Weight.Value, .. _head.Bias.Value];

        private static float[] Features(int example) => [.. Enumerable.Range(1, 4).Select(i => MathF.Sin(example * i))];
    }
}
