using System.Numerics.Tensors;
using BertGen.Training;

namespace TrainEmbedder;

/// <summary>Trains the model from random weights, or goes on where a training was broken off.</summary>
internal sealed class EmbedderTraining
{
    private const string Loss = "loss";
    private const string HeldOut = "held out";
    private const int StepsPerPoint = 10;

    /// <summary>Looking all held-out definitions up takes about as long as a step, if only among each other.</summary>
    private const int StepsPerCheck = 100;

    private readonly Settings _settings;
    private readonly WordNetMini _model;
    private readonly Pairs _pairs;
    private readonly Retrieval _check;
    private readonly AdamW _optimizer;
    private readonly LinearWarmup _schedule;
    private readonly ShuffledBatches _batches;
    private readonly TrainingState _state;
    private readonly LearningCurve _curve = new(Loss, HeldOut);

    /// <summary>Losses since the last point of the curve.</summary>
    private readonly List<float> _losses = [];

    public EmbedderTraining(Settings settings, WordNetMini model, Synset[] synsets)
    {
        (_settings, _model) = (settings, model);
        _pairs = new Pairs(synsets, settings.Seed);
        Synset[] heldOut = [.. synsets.Where(synset => synset.IsHeldOut)];
        _check = new Retrieval(heldOut, heldOut);
        _batches = new ShuffledBatches(_pairs.Count, settings.BatchSize, settings.Seed);
        _schedule = new LinearWarmup(settings.Steps, settings.Warmup);

        RandomWeights.Fill(model.Parameters, settings.Seed);
        Parameter words = model.Parameters["embeddings.word_embeddings.weight"];
        _optimizer = new AdamW(
            [
                new ParameterGroup([words]) { LearningRate = settings.WordLearningRate },
                new ParameterGroup(model.Parameters.Where(parameter => parameter != words)) { LearningRate = settings.LearningRate },
            ])
        {
            MaxThreads = settings.Threads,
        };
        _state = new TrainingState(_optimizer, settings.Recipe) { ["batches"] = _batches, ["dropout"] = model.Dropout };
    }

    /// <summary>Is told the number of steps after each.</summary>
    public Action<long>? AfterStep { get; init; }

    /// <summary>Trains to the end.</summary>
    public void Run()
    {
        Resume();
        WorkProgress.Run("training", "step", _optimizer.Steps, _settings.Steps, report =>
        {
            while (_optimizer.Steps < _settings.Steps)
            {
                float loss = Step();
                _losses.Add(loss);
                Note(_optimizer.Steps);
                report(_optimizer.Steps, $"loss {loss:f2}");
                AfterStep?.Invoke(_optimizer.Steps);
            }
        });
    }

    private void Resume()
    {
        OutputFolder.Create(_settings.OutputFolder);
        if (_state.TryLoad(_settings.StateFile))
        {
            _curve.Load(_settings.CurveFile, _optimizer.Steps);
            Console.Error.WriteLine($"train-embedder: going on after step {_optimizer.Steps:N0}.");
        }
    }

    private float Step()
    {
        string[] texts = _pairs.Texts(_batches.Next(), _optimizer.Steps);
        using TrainingStep step = _model.TrainEmbed(texts);
        TensorSpan<float> vectors = step.Output.AsTensorSpan();
        PairLoss loss = InfoNce.Compute(vectors[.._settings.BatchSize, ..], vectors[_settings.BatchSize.., ..], _settings.Temperature);
        step.Backward(Tensor.Concatenate<float>([loss.Queries, loss.Keys]));
        _optimizer.Step(_schedule.FactorAt(_optimizer.Steps));
        return loss.Value;
    }

    // A saved step is a point of the curve too, so that one that was broken off there has the same points afterwards.
    private void Note(long steps)
    {
        bool isLast = steps == _settings.Steps, isSaved = isLast || steps % _settings.StepsPerSave == 0;
        if (isSaved || steps % StepsPerPoint == 0)
        {
            double? heldOut = isLast || steps % StepsPerCheck == 0 ? _check.MeanReciprocalRank(_model) : null;
            _curve.Add(steps, _losses.Average(), heldOut);
            _losses.Clear();
        }

        if (isSaved)
        {
            Save();
        }
    }

    private void Save()
    {
        _curve.Save(_settings.CurveFile);
        _state.Save(_settings.StateFile);
        CurveChart.Save(
            _settings.ChartFile,
            new CurveChart.Panel("Loss of the batches", (Loss, _curve.Points(Loss))),
            new CurveChart.Panel($"MRR of {_check.QueryCount:N0} held-out definitions among the words of these", (HeldOut, _curve.Points(HeldOut))));
    }
}
