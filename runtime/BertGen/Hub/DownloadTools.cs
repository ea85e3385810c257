namespace BertGen.Hub;

/// <summary>What every part of a download works with.</summary>
/// <param name="Settings">Where from and where to, and the limits.</param>
/// <param name="Waiting">How to wait.</param>
/// <param name="Progress">Told how far each file is.</param>
internal sealed record DownloadTools(HubSettings Settings, IWaiting Waiting, IProgress<DownloadProgress>? Progress)
{
    /// <summary>Waits between attempts.</summary>
    public ValueTask DelayAsync(TimeSpan wait, CancellationToken cancellation) =>
        Settings.Delay is { } delay ? new ValueTask(delay(wait, cancellation)) : Waiting.DelayAsync(wait, cancellation);
}
