using BertGen.Reliability.Tests.Harness;
using BertGen.Tests.Checkpoints;

namespace BertGen.Reliability.Tests;

/// <summary>Nothing that is called synchronously waits for the thread pool: its threads may be waiting for just that call.</summary>
public sealed class ThreadPoolTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LoadingSavingAndTrainingNeedNoThreadOfThePool()
    {
        (int exitCode, string output, string errors) = Child.Run(["without-pool", _folder.Path]);
        Assert.True(exitCode == 0, errors);
        Assert.Equal(["loaded", "forward", "saved", "indexed", "state", "loss"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
