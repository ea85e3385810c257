using System.Diagnostics.Metrics;
using Prometheus;

namespace BertGen.Serving.Telemetry;

/// <summary>The meters of this application, those of ASP.NET Core among them, as Prometheus reads them.</summary>
internal sealed class PrometheusText : IDisposable
{
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly IDisposable _adapter;

    public PrometheusText(IMeterFactory meters)
    {
        _adapter = MeterAdapter.StartListening(new MeterAdapterOptions
        {
            Registry = _registry,
            MetricFactory = Metrics.WithCustomRegistry(_registry),
            InstrumentFilterPredicate = instrument => ReferenceEquals(instrument.Meter.Scope, meters),
            ResolveHistogramBuckets = instrument => [.. (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? Histogram.ExponentialBuckets(0.005, 2, 12)],
        });
    }

    /// <summary>Writes all values.</summary>
    public Task WriteAsync(Stream stream, CancellationToken cancellationToken) => _registry.CollectAndExportAsTextAsync(stream, cancellationToken);

    public void Dispose() => _adapter.Dispose();
}
