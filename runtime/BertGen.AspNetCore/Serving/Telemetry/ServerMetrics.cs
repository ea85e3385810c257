using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using BertGen.Engine.Kernels;
using BertGen.Serving.Batching;

namespace BertGen.Serving.Telemetry;

/// <summary>What the server counts and measures; exporters of OpenTelemetry and of Prometheus read it by the name of the meter.</summary>
internal sealed class ServerMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "bertgen";

    private const string Model = "model";

    private readonly Meter _meter;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _texts;
    private readonly Counter<long> _pieces;
    private readonly Histogram<double> _stages;
    private readonly Histogram<double> _fill;
    private readonly Histogram<double> _peakShare;
    private readonly ConcurrentDictionary<TextBatcher, string> _watched = new();
    private double _peak;

    public ServerMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _requests = _meter.CreateCounter<long>("requests", "{request}", "Requests that were answered, by route and status.");
        _texts = _meter.CreateCounter<long>("texts", "{text}", "Texts that were computed.");
        _pieces = _meter.CreateCounter<long>("pieces", "{piece}", "Pieces that were computed.");
        _stages = _meter.CreateHistogram(
            "stage.duration",
            "s",
            "How long a stage took: tokenize and queue of a request, compute of a batch.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
        _fill = _meter.CreateHistogram(
            "batch.fill",
            "1",
            "Pieces of a batch as a share of the most that it may have.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 1] });
        _peakShare = _meter.CreateHistogram(
            "batch.peak_share",
            "1",
            "Floating-point operations per second of a batch, as a share of the most that the processors were measured to do.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.5, 2, 3] });
        _meter.CreateObservableGauge("peak", () => _peak, "{operation}/s", "Floating-point operations per second that all processors were measured to do, behind the start of the server.");
        _meter.CreateObservableGauge("queue.texts", () => OfQueues(batcher => batcher.QueuedTextCount), "{text}", "Texts that wait.");
        _meter.CreateObservableGauge("queue.pieces", () => OfQueues(batcher => batcher.QueuedPieceCount), "{piece}", "Pieces that wait.");
    }

    /// <summary>Tells how much waits for a model, whenever somebody asks.</summary>
    public void Watch(string model, TextBatcher batcher) => _watched[batcher] = model;

    /// <summary>Lets the queues go: who exports metrics may hold instruments for as long as there is a process.</summary>
    public void Dispose() => _watched.Clear();

    /// <summary>Counts a request that was answered.</summary>
    public void Request(string route, int status) => _requests.Add(1, new TagList { { "route", route }, { "status", status } });

    /// <summary>Measures how long the texts of a request were tokenized.</summary>
    public void Tokenized(string model, TimeSpan duration) => _stages.Record(duration.TotalSeconds, new TagList { { Model, model }, { "stage", "tokenize" } });

    /// <summary>Measures what the processors can do; before models are asked, so that it meets no batch.</summary>
    public void MeasurePeak() => Volatile.Write(ref _peak, MultiplyAddPeak.OfProcessors);

    /// <summary>Measures a batch.</summary>
    /// <param name="model">The name of the model.</param>
    /// <param name="report">What became of the batch.</param>
    /// <param name="fill">Its pieces as a share of the most that it may have.</param>
    /// <param name="flops">Its floating-point operations; 0 where nothing is multiplied.</param>
    public void Batch(string model, BatchReport report, double fill, double flops)
    {
        TagList tags = new() { { Model, model } };
        _texts.Add(report.TextCount, tags);
        _pieces.Add(report.PieceCount, tags);
        _fill.Record(fill, tags);
        if (flops > 0 && _peak > 0)
        {
            _peakShare.Record(flops / (report.Duration.TotalSeconds * _peak), tags);
        }

        _stages.Record(report.Duration.TotalSeconds, new TagList { { Model, model }, { "stage", "compute" } });
        foreach (TimeSpan wait in report.Waits)
        {
            _stages.Record(wait.TotalSeconds, new TagList { { Model, model }, { "stage", "queue" } });
        }
    }

    private IEnumerable<Measurement<long>> OfQueues(Func<TextBatcher, long> count) =>
        _watched.Select(watched => new Measurement<long>(count(watched.Key), new KeyValuePair<string, object?>(Model, watched.Value)));
}
