using System.Diagnostics;
using System.Numerics.Tensors;
using BertGen.Training;

namespace BertGen.Benchmarks.Training;

/// <summary>Training steps of a compiled class: forward, backward, AdamW with clipping; no dropout, as all do here.</summary>
internal sealed class OwnTraining(string name, IDisposable model, ParameterSet parameters, Func<ReadOnlyMemory<int>, nint[], TrainingStep> train) : IDisposable
{
    private readonly AdamW _optimizer = new(parameters, new AdamWOptions { LearningRate = 1e-9 });

    public string Name => name;

    public static OwnTraining Load(string checkpoint, int threads)
    {
        TrainedMiniLm model = TrainedMiniLm.Load(checkpoint);
        (model.Dropout.IsEnabled, model.MaxThreads) = (false, threads);
        return new("BertGen", model, model.Parameters, (ids, shape) => model.Train(new ReadOnlyTensorSpan<int>(ids.Span, shape))) { MaxThreads = threads };
    }

    public static OwnTraining LoadCheckpointed(string checkpoint, int threads)
    {
        CheckpointedMiniLm model = CheckpointedMiniLm.Load(checkpoint);
        (model.Dropout.IsEnabled, model.MaxThreads) = (false, threads);
        return new("BertGen, checkpointing", model, model.Parameters, (ids, shape) => model.Train(new ReadOnlyTensorSpan<int>(ids.Span, shape))) { MaxThreads = threads };
    }

    private int MaxThreads
    {
        init => _optimizer.MaxThreads = value;
    }

    public StepTimes Step(int[] ids, nint[] shape)
    {
        long start = Stopwatch.GetTimestamp();
        using TrainingStep step = train(ids, shape);
        double forward = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Tensor<float> cotangent = Cotangent(step.Output.Lengths);
        start = Stopwatch.GetTimestamp();
        step.Backward(cotangent);
        double backward = Stopwatch.GetElapsedTime(start).TotalSeconds;
        start = Stopwatch.GetTimestamp();
        _optimizer.Step();
        return new StepTimes(forward, backward, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    public float[] Gradient(int[] ids, nint[] shape, string parameter)
    {
        parameters.ClearGradients();
        using TrainingStep step = train(ids, shape);
        step.Backward(Cotangent(step.Output.Lengths));
        return parameters[parameter].Gradient.ToArray();
    }

    public void Dispose() => model.Dispose();

    private static Tensor<float> Cotangent(ReadOnlySpan<nint> lengths)
    {
        Tensor<float> cotangent = Tensor.CreateFromShape<float>(lengths);
        Span<float> values = System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref cotangent.GetPinnableReference(), (int)cotangent.FlattenedLength);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = MathF.Cos(i);
        }

        return cotangent;
    }
}
