using System.Collections.Concurrent;
using System.Diagnostics;
using BertGen.Serving.Batching;
using BertGen.Serving.Http;
using BertGen.Serving.Telemetry;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BertGen.Serving.Models;

/// <summary>All models of an application: loads them behind its start, and drains their queues when it stops.</summary>
internal sealed class ModelRegistry(
    BertServerOptions options, ServerMetrics metrics, RequestRunner runner, IHostApplicationLifetime lifetime, ILogger<ModelRegistry> logger) : BackgroundService
{
    /// <summary>A text as long as most models take, or a few short ones: no thread of the pool is away for longer.</summary>
    private const int MaxOwnPieces = 512;

    private readonly ConcurrentDictionary<object, ServedModel> _models = new();
    private readonly Dictionary<IEndpointRouteBuilder, ModelSet> _sets = [];

    /// <summary>Whether all models have answered.</summary>
    public bool IsReady => _models.Values.All(model => model.IsReady);

    /// <summary>The models under a group of routes.</summary>
    /// <param name="endpoints">The group.</param>
    /// <param name="isNew">Whether this is the first call for it.</param>
    public ModelSet SetOf(IEndpointRouteBuilder endpoints, out bool isNew)
    {
        isNew = !_sets.TryGetValue(endpoints, out ModelSet? set);
        return isNew ? _sets[endpoints] = new ModelSet() : set!;
    }

    /// <summary>The model of a key, made where it is the first call for it.</summary>
    /// <param name="key">What tells models apart: a class, or whatever loads them.</param>
    /// <param name="name">What requests call it.</param>
    /// <param name="load">Loads it.</param>
    /// <param name="ownsModel">Whether it is disposed with the server.</param>
    public ServedModel GetOrAdd(object key, string name, Func<object> load, bool ownsModel) => _models.GetOrAdd(key, _ =>
    {
        ServedModel? model = null;
        var batcher = new TextBatcher(
            name,
            new BatchLimits(options.MaxBatchPieces, options.MaxBatchTexts, options.MaxQueuedPieces) { MaxOwnPieces = MaxOwnPieces },
            report => Report(model!, report));
        metrics.Watch(name, batcher);
        return model = new ServedModel(name, load, batcher, ownsModel);
    });

    public override void Dispose()
    {
        base.Dispose();
        foreach (ServedModel model in _models.Values)
        {
            model.Dispose();
        }
    }

    /// <summary>The queues are drained behind the server's own stop, which waits for the requests that it is at.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(_models.Values.Select(model => model.Batcher.StopAsync(cancellationToken))).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        lifetime.ApplicationStopping.Register(Drain);
        await Started(stoppingToken).ConfigureAwait(false);
        await Task.Run(metrics.MeasurePeak, stoppingToken).ConfigureAwait(false);
        await Task.WhenAll(_models.Values.Select(model => Task.Run(() => Load(model), stoppingToken))).ConfigureAwait(false);
    }

    private void Load(ServedModel model)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            model.Load();
            ServerLog.Ready(logger, model.Name, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        catch (Exception failure)
        {
            ServerLog.NotLoaded(logger, model.Name, failure);
            throw;
        }
    }

    // Models are mapped before the application starts, but this service may be started first.
    private Task Started(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        stoppingToken.Register(() => started.TrySetCanceled(stoppingToken));
        return started.Task;
    }

    private void Drain()
    {
        runner.Stop();
        ServerLog.Draining(logger, _models.Values.Sum(model => model.Batcher.QueuedTextCount), options.DrainTimeout.TotalSeconds);
        _ = DrainAsync();
    }

    private async Task DrainAsync()
    {
        using var limit = new CancellationTokenSource(options.DrainTimeout);
        await Task.WhenAll(_models.Values.Select(model => model.Batcher.StopAsync(limit.Token))).ConfigureAwait(false);
    }

    private void Report(ServedModel model, BatchReport report)
    {
        double flops = 0;
        for (int i = 0; i < report.TextCount; i++)
        {
            flops += model.Info.FlopsOf(report.TextPieces[i]);
        }

        metrics.Batch(model.Name, report, (double)report.PieceCount / options.MaxBatchPieces, flops);
        ServerLog.Batch(logger, model.Name, report.TextCount, report.RequestCount, report.PieceCount, report.Duration.TotalMilliseconds);
    }
}
