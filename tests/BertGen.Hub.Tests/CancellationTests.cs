using BertGen.Hub.Tests.Harness;

namespace BertGen.Hub.Tests;

/// <summary>Every public call that can download can be ended by its caller, at each of its waits.</summary>
public sealed class CancellationTests : IDisposable
{
    private readonly FakeHub _hub = new();
    private readonly Sandbox _sandbox = new() { IsPatient = true };
    private readonly TaskCompletionSource _never = new();

    public void Dispose()
    {
        _never.TrySetResult();
        _hub.Dispose();
        _sandbox.Dispose();
    }

    public static TheoryData<string> Calls => ["Resolve", "ResolveAsync", "ResolveUrl", "DownloadAsync", "DownloadUrlAsync"];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Before_it_begins(string call)
    {
        await AssertIsCancelledAsync(call, new CancellationToken(canceled: true));

        Assert.Empty(_hub.Server.Requests);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task While_the_server_does_not_answer(string call) => await AssertIsCancelledWhenAskedAsync(call, Answer.Of(200) with { Hold = _never.Task });

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task While_it_waits_for_the_next_attempt(string call) => await AssertIsCancelledWhenAskedAsync(call, Answer.Of(503, ("Retry-After", "100")));

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task While_a_body_is_silent(string call)
    {
        using var cancellation = new CancellationTokenSource();
        _hub.Fault = request =>
        {
            if (request.Method == "GET")
            {
                cancellation.CancelAfter(TimeSpan.FromMilliseconds(50));
                return new Answer(200, new byte[100], ("ETag", $"\"{FakeHub.GitHash(_hub.Files["config.json"])}\""), ("X-Repo-Commit", FakeHub.FirstCommit)) { ContentLength = _hub.Files["config.json"].Length, BreakAfter = 5, Hold = _never.Task };
            }

            return null;
        };

        await AssertIsCancelledAsync(call, cancellation.Token);
    }

    private async Task AssertIsCancelledWhenAskedAsync(string call, Answer answer)
    {
        using var cancellation = new CancellationTokenSource();
        _hub.Fault = _ =>
        {
            cancellation.CancelAfter(TimeSpan.FromMilliseconds(50));
            return answer;
        };

        await AssertIsCancelledAsync(call, cancellation.Token);
    }

    private async Task AssertIsCancelledAsync(string call, CancellationToken cancellation)
    {
        HubSettings settings = _sandbox.Settings(_hub.Server.Address, timeout: 300);
        var url = new Uri(_hub.Server.Address, $"/{FakeHub.Model}/resolve/main/config.json");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call switch
        {
            "Resolve" => Task.Factory.StartNew(() => ModelSource.Resolve(FakeHub.Model, download: true, settings, cancellationToken: cancellation), TaskCreationOptions.LongRunning),
            "ResolveUrl" => Task.Factory.StartNew(() => ModelSource.Resolve(url.AbsoluteUri, download: true, settings, cancellationToken: cancellation), TaskCreationOptions.LongRunning),
            "ResolveAsync" => ModelSource.ResolveAsync(FakeHub.Model, download: true, settings, cancellationToken: cancellation),
            "DownloadAsync" => HubModel.DownloadAsync(FakeHub.Model, settings: settings, cancellationToken: cancellation),
            _ => HubModel.DownloadUrlAsync(url, settings: settings, cancellationToken: cancellation),
        });
    }
}
