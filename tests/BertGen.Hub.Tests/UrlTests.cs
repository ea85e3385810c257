using BertGen.Hub.Tests.Harness;

namespace BertGen.Hub.Tests;

public sealed class BlockingUrlTests() : UrlTests(isBlocking: true);

public sealed class AwaitedUrlTests() : UrlTests(isBlocking: false);

public abstract class UrlTests : IDisposable
{
    private readonly Sandbox _sandbox;
    private readonly TestServer _server;
    private byte[] _content = [.. Enumerable.Range(0, 50_000).Select(i => (byte)i)];
    private string _tag = "\"v1\"";
    private Func<ReceivedRequest, Answer?> _fault = _ => null;

    protected UrlTests(bool isBlocking)
    {
        _sandbox = new Sandbox { IsBlocking = isBlocking };
        _server = new TestServer(request => _fault(request) ?? Answer.Content(request, _content, ("ETag", _tag)));
    }

    private Uri Url => new(_server.Address, "/models/bert.tar.gz?download=1");

    private HubSettings Settings => _sandbox.Settings(_server.Address, token: "secret-1");

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _server.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public async Task A_file_keeps_its_name_and_is_fetched_once()
    {
        string path = await DownloadAsync();

        Assert.Equal("bert.tar.gz", Path.GetFileName(path));
        Assert.Equal(_content, File.ReadAllBytes(path));
        Assert.StartsWith(_sandbox.UrlCache, path);
        Assert.Equal(path, await DownloadAsync());
        Assert.Single(_server.Of("GET"));
        Assert.Equal(path, ModelSource.Resolve(Url.AbsoluteUri, download: true, Settings));
        Assert.Equal(path, ModelSource.Resolve(Url.AbsoluteUri, download: false, Settings));
    }

    [Fact]
    public async Task The_token_of_the_hub_is_not_sent()
    {
        await DownloadAsync();

        Assert.All(_server.Requests, request => Assert.Null(request["Authorization"]));
    }

    [Fact]
    public void What_was_not_fetched_says_how_to_get_it()
    {
        HubException e = Assert.Throws<HubException>(() => ModelSource.Resolve(Url.AbsoluteUri, settings: Settings));

        Assert.Equal(HubFailure.NotCached, e.Failure);
        Assert.Contains("pass download: true, or run bertgen fetch with this URL", e.Message);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task A_new_version_is_fetched_and_found()
    {
        string old = await DownloadAsync();
        (_content, _tag) = ([1, 2, 3], "\"v2\"");

        string path = await DownloadAsync();

        Assert.NotEqual(old, path);
        Assert.Equal(_content, File.ReadAllBytes(path));
        Assert.Equal(path, ModelSource.Resolve(Url.AbsoluteUri, settings: Settings));
    }

    [Fact]
    public async Task A_version_that_changes_between_two_attempts_is_fetched_from_its_first_byte()
    {
        byte[] old = _content;
        _fault = request =>
        {
            if (request is not { Method: "GET", RangeStart: null })
            {
                return null;
            }

            _fault = _ => null;
            Answer half = Answer.Content(request, old, ("ETag", "\"v1\"")) with { BreakAfter = 20_000 };
            (_content, _tag) = ([.. Enumerable.Range(0, 60_000).Select(i => (byte)(i * 3))], "\"v2\"");
            return half;
        };

        string path = await DownloadAsync();

        Assert.Equal(_content, File.ReadAllBytes(path));
        Assert.Equal([null, 20_000, null], _server.Of("GET").Select(request => request.RangeStart));
        Assert.Equal("\"v1\"", _server.Of("GET")[1]["If-Range"]);
    }

    [Fact]
    public async Task A_version_that_changes_all_the_time_is_given_up()
    {
        int version = 0;
        _fault = request => Answer.Content(request, _content, ("ETag", $"\"{version++}\""));

        HubException e = await Assert.ThrowsAsync<HubException>(DownloadAsync);

        Assert.Equal(HubFailure.Damaged, e.Failure);
        Assert.Contains("changes again and again", e.Message);
    }

    [Fact]
    public async Task Where_an_etag_is_no_proof_of_the_bytes_nothing_is_continued()
    {
        _tag = "W/\"v1\"";
        bool isFirst = true;
        _fault = request =>
        {
            if (request.Method == "GET" && isFirst)
            {
                isFirst = false;
                return Answer.Content(request, _content, ("ETag", _tag)) with { BreakAfter = 20_000 };
            }

            return null;
        };

        string path = await DownloadAsync();

        Assert.Equal(_content, File.ReadAllBytes(path));
        Assert.All(_server.Of("GET"), request => Assert.Null(request.RangeStart));
    }

    [Fact]
    public async Task Without_a_size_a_partial_file_that_is_whole_is_recognised()
    {
        _fault = request => request.Method == "HEAD" ? Answer.Of(200, ("ETag", _tag)) with { ContentLength = -1 }
            : request.RangeStart is null ? Answer.Content(request, _content, ("ETag", _tag)) with { ContentLength = -1 }
            : null;
        string path = await DownloadAsync();
        File.Move(path, path + ".incomplete");

        Assert.Equal(path, await DownloadAsync());

        Assert.Equal(_content, File.ReadAllBytes(path));
        Assert.Equal([null, 50_000], _server.Of("GET").Select(request => request.RangeStart));
    }

    [Fact]
    public async Task Redirects_to_other_servers_are_followed()
    {
        using var front = new TestServer(_ => Answer.Of(302, ("Location", Url.AbsoluteUri)));

        string path = await _sandbox.FetchUrlAsync(new Uri(front.Address, "/bert.tar.gz"), settings: Settings);

        Assert.Equal(_content, File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData(401, HubFailure.Denied)]
    [InlineData(404, HubFailure.NotFound)]
    [InlineData(405, HubFailure.BadAnswer)]
    [InlineData(500, HubFailure.Unreachable)]
    public async Task A_refusal_names_the_address_without_its_secrets(int status, HubFailure failure)
    {
        _fault = _ => Answer.Of(status);

        HubException e = await Assert.ThrowsAsync<HubException>(DownloadAsync);

        Assert.Equal(failure, e.Failure);
        Assert.StartsWith($"{new Uri(_server.Address, "/models/bert.tar.gz")}: 127.0.0.1 answered {status}", e.Message);
        Assert.DoesNotContain("download=1", e.Message);
    }

    [Theory]
    [InlineData(HubFailure.Denied, 401)]
    [InlineData(HubFailure.Unreachable, 500)]
    [InlineData(HubFailure.BadAnswer, 302)]
    public async Task The_user_of_an_address_is_in_no_message(HubFailure failure, int status)
    {
        _fault = _ => Answer.Of(status, ("Location", "ftp://other:secret-2@host/x"));
        var url = new UriBuilder(Url) { UserName = "someone", Password = "secret-1" }.Uri;

        HubException e = await Assert.ThrowsAsync<HubException>(() => _sandbox.FetchUrlAsync(url, settings: Settings));
        HubException missing = Assert.Throws<HubException>(() => ModelSource.Resolve(url.AbsoluteUri, settings: Settings));

        Assert.Equal(failure, e.Failure);
        foreach (string secret in new[] { "someone", "secret", "other" })
        {
            Assert.DoesNotContain(secret, e.ToString());
            Assert.DoesNotContain(secret, e.Model);
            Assert.DoesNotContain(secret, missing.ToString());
        }
    }

    [Fact]
    public async Task The_user_of_an_address_that_is_none_is_in_no_message()
    {
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => _sandbox.FetchUrlAsync(new Uri("ftp://someone:secret@host/x"), settings: Settings));

        Assert.Contains("ftp://host/x", e.Message);
        Assert.DoesNotContain("secret", e.ToString());
    }

    private Task<string> DownloadAsync() => _sandbox.FetchUrlAsync(Url, settings: Settings);
}
