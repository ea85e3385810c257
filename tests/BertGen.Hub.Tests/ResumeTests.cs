using BertGen.Hub.Tests.Harness;

namespace BertGen.Hub.Tests;

public sealed class BlockingResumeTests() : ResumeTests(isBlocking: true);

public sealed class AwaitedResumeTests() : ResumeTests(isBlocking: false);

public abstract class ResumeTests : IDisposable
{
    private readonly FakeHub _hub = new();
    private readonly Sandbox _sandbox;

    private string Partial => _sandbox.Blob(FakeHub.Sha256(_hub.Weights)) + ".incomplete";

    protected ResumeTests(bool isBlocking) => _sandbox = new Sandbox { IsBlocking = isBlocking };

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _hub.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public async Task A_download_that_breaks_off_is_continued()
    {
        _hub.StoreFault = request => request is { Method: "GET", RangeStart: null } ? Answer.Content(request, _hub.Weights) with { BreakAfter = 40_000 } : null;

        await AssertArrivesAsync();

        Assert.Equal([null, 40_000], _hub.Store.Of("GET").Select(request => request.RangeStart));
        Assert.Single(_sandbox.Waits);
    }

    [Fact]
    public async Task A_download_that_gets_further_each_time_is_never_given_up()
    {
        _hub.StoreFault = request => request.Method == "GET" ? Answer.Content(request, _hub.Weights) with { BreakAfter = 7_000 } : null;

        await AssertArrivesAsync();

        Assert.Equal(15, _hub.Store.Of("GET").Count);
    }

    [Fact]
    public async Task A_download_that_gets_no_further_is_given_up_and_what_is_there_is_kept()
    {
        _hub.StoreFault = request => request.RangeStart is null ? Answer.Content(request, _hub.Weights) with { BreakAfter = 40_000 } : Answer.Content(request, _hub.Weights) with { BreakAfter = 0 };

        HubException e = await _sandbox.FailAsync(_hub);

        Assert.Equal(HubFailure.Unreachable, e.Failure);
        Assert.Equal("model.safetensors", e.File);
        Assert.Equal(_hub.Weights[..40_000], File.ReadAllBytes(Partial));
        Assert.Equal(5, _hub.Store.Of("GET").Count);

        _hub.StoreFault = _ => null;
        _hub.Store.Forget();
        await AssertArrivesAsync();
        Assert.Equal([40_000], _hub.Store.Of("GET").Select(request => request.RangeStart));
    }

    [Fact]
    public async Task A_server_that_ignores_the_range_sends_all_of_it()
    {
        WritePartial(_hub.Weights[..40_000]);
        _hub.StoreFault = request => Answer.Content(request with { Headers = new Dictionary<string, string>() }, _hub.Weights);

        await AssertArrivesAsync();

        Assert.Equal([40_000], _hub.Store.Of("GET").Select(request => request.RangeStart));
    }

    [Fact]
    public async Task A_server_that_sends_another_range_is_asked_for_all_of_it()
    {
        WritePartial(_hub.Weights[..40_000]);
        _hub.StoreFault = request => request.RangeStart is { } start ? Answer.Content(request with { Headers = new Dictionary<string, string> { ["Range"] = $"bytes={start - 1}-" } }, _hub.Weights) : null;

        await AssertArrivesAsync();

        Assert.Equal([40_000, null], _hub.Store.Of("GET").Select(request => request.RangeStart));
    }

    [Fact]
    public async Task A_server_that_cannot_continue_is_asked_for_all_of_it()
    {
        WritePartial(_hub.Weights[..40_000]);
        _hub.StoreFault = request => request.RangeStart is null ? null : Answer.Of(416);

        await AssertArrivesAsync();

        Assert.Equal([40_000, null], _hub.Store.Of("GET").Select(request => request.RangeStart));
    }

    [Fact]
    public async Task What_is_whole_already_is_not_asked_for()
    {
        WritePartial(_hub.Weights);

        await AssertArrivesAsync();

        Assert.Empty(_hub.Store.Requests);
    }

    [Fact]
    public async Task What_is_too_long_already_is_begun_anew()
    {
        WritePartial([.. _hub.Weights, 0]);

        await AssertArrivesAsync();

        Assert.Equal([null], _hub.Store.Of("GET").Select(request => request.RangeStart));
    }

    [Fact]
    public async Task Wrong_bytes_of_an_earlier_time_are_fetched_again()
    {
        WritePartial(new byte[40_000]);

        await AssertArrivesAsync();

        Assert.Equal([40_000, null], _hub.Store.Of("GET").Select(request => request.RangeStart));
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("config.json")]
    public async Task A_wrong_content_is_removed_and_both_hashes_are_named(string file)
    {
        byte[] content = _hub.Files[file];
        byte[] wrong = [.. content];
        wrong[^1] ^= 1;
        _hub.Fault = request => request.Method == "GET" && request.Target.EndsWith(file, StringComparison.Ordinal) && !FakeHub.IsLarge(file) ? Answer.Content(request, wrong) : null;
        _hub.StoreFault = request => Answer.Content(request, wrong);

        HubException e = await _sandbox.FailAsync(_hub);

        Assert.Equal(HubFailure.Damaged, e.Failure);
        Assert.Equal((FakeHub.Model, "main", file), (e.Model, e.Revision, e.File));
        Assert.Contains(FakeHub.TagOf(file, content), e.Message);
        Assert.Contains(FakeHub.TagOf(file, wrong), e.Message);
        Assert.DoesNotContain(_sandbox.List(), entry => entry.Contains($"blobs/{FakeHub.TagOf(file, content)}"));
    }

    [Theory]
    [InlineData(99_999)]
    [InlineData(100_001)]
    public async Task A_length_that_is_not_the_announced_one_is_refused(int length)
    {
        byte[] other = new byte[length];
        _hub.StoreFault = request => Answer.Content(request, other);

        HubException e = await _sandbox.FailAsync(_hub);

        Assert.Equal(HubFailure.Damaged, e.Failure);
        Assert.Contains($"expected 100000 bytes, but 127.0.0.1 sends {length}", e.Message);
        Assert.False(File.Exists(_sandbox.Blob(FakeHub.Sha256(_hub.Weights))));
    }

    [Fact]
    public async Task More_bytes_than_announced_are_refused_while_they_come()
    {
        byte[] endless = new byte[3_000_000];
        _hub.StoreFault = request => Answer.Content(request, endless) with { ContentLength = -1 };

        HubException e = await _sandbox.FailAsync(_hub);

        Assert.Equal(HubFailure.Damaged, e.Failure);
        Assert.Contains("expected 100000 bytes, but 127.0.0.1 sends more", e.Message);
        Assert.False(File.Exists(Partial));
    }

    [Fact]
    public async Task An_end_before_the_last_byte_is_continued_like_a_break()
    {
        _hub.StoreFault = request => request.RangeStart is null ? new Answer(200, _hub.Weights[..40_000]) { ContentLength = -1 } : null;

        await AssertArrivesAsync();

        Assert.Equal([null, 40_000], _hub.Store.Of("GET").Select(request => request.RangeStart));
    }

    [Fact]
    public async Task An_end_before_the_last_byte_each_time_is_told_with_both_lengths()
    {
        _hub.StoreFault = request => new Answer(200, _hub.Weights[..40_000]) { ContentLength = -1 };

        HubException e = await _sandbox.FailAsync(_hub);

        Assert.Equal(HubFailure.Damaged, e.Failure);
        Assert.Contains("expected 100000 bytes, but 127.0.0.1 ended after 40000", e.Message);
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_asked_again()
    {
        var never = new TaskCompletionSource();
        _hub.StoreFault = request => request.RangeStart is null ? Answer.Content(request, _hub.Weights) with { BreakAfter = 40_000, Hold = never.Task } : null;

        HubSnapshot snapshot = await _sandbox.FetchAsync(FakeHub.Model, settings: _sandbox.Settings(_hub.Server.Address, timeout: 0.5));

        Assert.Equal(_hub.Weights, File.ReadAllBytes(Path.Combine(snapshot.Folder, "model.safetensors")));
        Assert.Equal(40_000, _hub.Store.Of("GET")[^1].RangeStart);
        never.SetResult();
    }

    [Fact]
    public async Task A_download_that_is_cancelled_leaves_what_it_has()
    {
        var never = new TaskCompletionSource();
        _hub.StoreFault = request => Answer.Content(request, _hub.Weights) with { BreakAfter = 40_000, Hold = never.Task };
        using var cancellation = new CancellationTokenSource();
        var progress = new Callback(value =>
        {
            if (value is { File: "model.safetensors", Received: 40_000 })
            {
                cancellation.Cancel();
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _sandbox.FetchAsync(FakeHub.Model, progress: progress, settings: _sandbox.Settings(_hub.Server.Address), cancellationToken: cancellation.Token));

        Assert.Equal(_hub.Weights[..40_000], File.ReadAllBytes(Partial));
        never.SetResult();
    }

    [Fact]
    public async Task Progress_counts_up_to_the_size_and_begins_at_what_is_there()
    {
        WritePartial(_hub.Weights[..40_000]);
        var seen = new List<DownloadProgress>();

        await _sandbox.FetchAsync(FakeHub.Model, progress: new Callback(seen.Add), settings: _sandbox.Settings(_hub.Server.Address));

        DownloadProgress[] weights = [.. seen.Where(value => value.File == "model.safetensors")];
        Assert.Equal(new DownloadProgress("model.safetensors", 40_000, 100_000), weights[0]);
        Assert.Equal(new DownloadProgress("model.safetensors", 100_000, 100_000), weights[^1]);
        Assert.Equal(weights.Select(value => value.Received).Order(), weights.Select(value => value.Received));
    }

    private async Task AssertArrivesAsync()
    {
        HubSnapshot snapshot = await _sandbox.DownloadAsync(_hub);

        Assert.Equal(_hub.Weights, File.ReadAllBytes(Path.Combine(snapshot.Folder, "model.safetensors")));
        Assert.False(File.Exists(Partial));
    }

    private void WritePartial(byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Partial)!);
        File.WriteAllBytes(Partial, bytes);
    }
}
