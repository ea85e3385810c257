using System.Numerics.Tensors;
using BertGen.Training;

namespace Supersenses;

/// <summary>Trains a linear classifier on vectors, and the model that makes them where that is to be trained.</summary>
internal sealed class ClassifierTraining
{
    private const int StepsPerCheck = 100;
    private const double HeadLearningRate = 5e-3;

    private readonly Contender _contender;
    private readonly Examples _training;
    private readonly Examples _heldOut;
    private readonly LinearHead _head;
    private readonly AdamW _optimizer;
    private readonly LinearWarmup _schedule;
    private readonly ShuffledBatches _batches;

    public ClassifierTraining(Contender contender, Settings settings, Examples training, Examples heldOut, int width, int classes)
    {
        (_contender, _training, _heldOut) = (contender, training, heldOut);
        _head = new LinearHead(width, classes, settings.Seed);
        _batches = new ShuffledBatches(training.Count, settings.BatchSize, settings.Seed);
        _schedule = new LinearWarmup((long)settings.Rounds * _batches.BatchesPerRound);
        _optimizer = new AdamW(
            [
                new ParameterGroup(_head.Parameters) { LearningRate = HeadLearningRate },
                new ParameterGroup(contender.Parameters) { LearningRate = contender.LearningRate },
            ]);
    }

    /// <summary>Share of the held-out definitions that are classified right, by step.</summary>
    public List<(double Step, double Accuracy)> Curve { get; } = [];

    public void Run() => WorkProgress.Run(_contender.Name, "step", 0, _schedule.TotalSteps, report =>
    {
        while (_optimizer.Steps < _schedule.TotalSteps)
        {
            float loss = Step(_training.Take(_batches.Next()));
            if (_optimizer.Steps % StepsPerCheck == 0 || _optimizer.Steps == _schedule.TotalSteps)
            {
                Curve.Add((_optimizer.Steps, Accuracy()));
            }

            report(_optimizer.Steps, Curve.Count == 0 ? $"loss {loss:f2}" : $"loss {loss:f2}, held out {Curve[^1].Accuracy:p1}");
        }
    });

    private float Step(Examples batch)
    {
        using TrainingStep? step = _contender.Train?.Invoke(batch.Texts);
        Tensor<float> vectors = step?.Output ?? _contender.Embed(batch.Texts);
        TensorLoss loss = CrossEntropy.Compute(_head.Forward(vectors), Tensor.Create(batch.Labels, [batch.Count]));
        Tensor<float> cotangent = _head.Backward(vectors, loss.Gradient);
        step?.Backward(cotangent);
        _optimizer.Step(_schedule.FactorAt(_optimizer.Steps));
        return loss.Value;
    }

    private double Accuracy()
    {
        Tensor<float> logits = _head.Forward(_contender.Embed(_heldOut.Texts));
        int classes = (int)logits.Lengths[1];
        float[] values = new float[logits.FlattenedLength];
        logits.FlattenTo(values);
        return _heldOut.Labels.Index().Average(label =>
            TensorPrimitives.IndexOfMax<float>(values.AsSpan(label.Index * classes, classes)) == label.Item ? 1.0 : 0.0);
    }
}
