using System.Numerics.Tensors;
using BertGen.Tests.Checkpoints;
using BertGen.Tests.Compiled;
using BertGen.Training;

namespace BertGen.Tests.Training;

/// <summary>A small model with dropout, trained with its head.</summary>
[BertEmbedder("../golden/e2e", TopLayerOnly = true, Pooling = BertPooling.Mean, RequiresGrad = true)]
public sealed partial class Resumed;

/// <summary>All of a training together: a compiled model with dropout, a head, the optimizer, and the order of the examples.</summary>
public sealed class ResumeTests : IDisposable
{
    private const int Steps = 6;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ATrainingThatWasBrokenOffEndsWithTheBitsOfOneThatWasNot()
    {
        using var whole = new Run(seed: 1);
        whole.Train(2 * Steps);
        using (var broken = new Run(seed: 1))
        {
            broken.Train(Steps);
            broken.State.Save(_folder.File("state"));
            broken.Train(1);
        }

        using var resumed = new Run(seed: 2);
        resumed.State.Load(_folder.File("state"));
        resumed.Train(Steps);
        Assert.Equal(whole.Losses[Steps..], resumed.Losses);
        Assert.Equal(whole.Values(), resumed.Values());
    }

    [Fact]
    public void EachThreadCountTrainsTheSameBits()
    {
        using Run alone = new(seed: 1), shared = new(seed: 1);
        (alone.Model.MaxThreads, shared.Model.MaxThreads) = (1, 4);
        alone.Train(Steps);
        shared.Train(Steps);
        Assert.Equal(alone.Losses, shared.Losses);
        Assert.Equal(alone.Values(), shared.Values());
    }

    [Fact]
    public void TrainingLowersTheLoss()
    {
        using var run = new Run(seed: 3);
        run.Train(60);
        Assert.InRange(run.Losses[^10..].Average(), 0, run.Losses[..10].Average() / 2);
    }

    /// <summary>Classifies texts by whether they are about a fox.</summary>
    private sealed class Run : IDisposable
    {
        private static readonly string[] Texts = [.. Enumerable.Range(0, 40).Select(i => $"the {(i % 2 == 0 ? "fox" : "dog")} saw {i % 7} of the others {(i % 3 == 0 ? "and jumped over the lazy one" : "")}")];

        private readonly LinearHead _head;
        private readonly AdamW _optimizer;
        private readonly ShuffledBatches _batches;

        public Run(ulong seed)
        {
            Model = Resumed.Load(Models.EndToEnd);
            Model.Dropout.Seed = seed;
            _head = new LinearHead(Resumed.HiddenSize, 2, seed);
            _batches = new ShuffledBatches(Texts.Length, 16, seed);
            _optimizer = new AdamW([.. Model.Parameters, .. _head.Parameters], new AdamWOptions { LearningRate = 3e-3 });
            State = new TrainingState(_optimizer) { ["dropout"] = Model.Dropout, ["batches"] = _batches };
        }

        public Resumed Model { get; }

        public TrainingState State { get; }

        public List<float> Losses { get; } = [];

        public void Train(int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                int[] batch = _batches.Next().ToArray();
                using TrainingStep step = Model.TrainEmbed([.. batch.Select(example => Texts[example])]);
                Tensor<int> labels = Tensor.Create([.. batch.Select(example => example % 2)], [batch.Length]);
                TensorLoss loss = CrossEntropy.Compute(_head.Forward(step.Output), labels);
                step.Backward(_head.Backward(step.Output, loss.Gradient));
                _optimizer.Step();
                Losses.Add(loss.Value);
            }
        }

        public float[] Values() => [.. Model.Parameters.Concat(_head.Parameters).SelectMany(parameter => parameter.Value.ToArray())];

        public void Dispose() => Model.Dispose();
    }
}
