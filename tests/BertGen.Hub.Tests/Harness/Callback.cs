namespace BertGen.Hub.Tests.Harness;

/// <summary>Called at once, and not later as the one of the framework.</summary>
internal sealed class Callback(Action<DownloadProgress> report) : IProgress<DownloadProgress>
{
    public void Report(DownloadProgress value) => report(value);
}
