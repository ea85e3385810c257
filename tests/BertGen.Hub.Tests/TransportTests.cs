using BertGen.Hub.Tests.Harness;

namespace BertGen.Hub.Tests;

public sealed class BlockingTransportTests() : TransportTests(isBlocking: true);

public sealed class AwaitedTransportTests() : TransportTests(isBlocking: false);

/// <summary>What HTTP/1.1 allows a server to do, and what it does not.</summary>
public abstract class TransportTests : IDisposable
{
    private readonly byte[] _content = new byte[300_000];
    private readonly Sandbox _sandbox;
    private readonly TestServer _server;
    private Func<ReceivedRequest, Answer> _handler = _ => Answer.Of(500);

    protected TransportTests(bool isBlocking)
    {
        new Random(2).NextBytes(_content);
        _sandbox = new Sandbox { IsBlocking = isBlocking };
        _server = new TestServer(request => _handler(request));
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _server.Dispose();
        _sandbox.Dispose();
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(16_384)]
    [InlineData(300_000)]
    public async Task A_body_in_chunks_arrives(int length)
    {
        _handler = request => new Answer(200, _content, ("ETag", "\"a\"")) { ContentLength = -1, ChunkLength = length };

        Assert.Equal(_content, File.ReadAllBytes(await FetchAsync()));
    }

    [Fact]
    public async Task A_connection_is_used_again()
    {
        _handler = request => Answer.Content(request, _content, ("ETag", "\"a\"")) with { KeepsConnection = true };

        Assert.Equal(_content, File.ReadAllBytes(await FetchAsync()));

        Assert.Equal(["HEAD", "GET"], _server.Requests.Select(request => request.Method));
        Assert.Equal(1, _server.Connections);
    }

    [Fact]
    public async Task A_connection_is_used_again_after_the_text_of_a_redirect_and_after_chunks()
    {
        _handler = request => request.Target == "/file.bin"
            ? new Answer(302, "Found."u8.ToArray(), ("Location", "/other.bin")) { KeepsConnection = true }
            : new Answer(200, _content, ("ETag", "\"a\"")) { ContentLength = -1, ChunkLength = 1000, KeepsConnection = true };

        await FetchAsync();
        string path = await FetchAsync();

        Assert.Equal(_content, File.ReadAllBytes(path));
        Assert.InRange(_server.Connections, 1, 2); // A call that blocks keeps them for itself.
    }

    [Fact]
    public async Task A_connection_that_was_closed_meanwhile_is_replaced()
    {
        // It says that it stays, but the server closes it after each answer.
        _handler = request => new Answer(0, []) { Raw = $"HTTP/1.1 200 OK\r\nETag: \"a\"\r\nContent-Length: 3\r\n\r\n{(request.Method == "HEAD" ? "" : "abc")}" };

        Assert.Equal("abc", File.ReadAllText(await FetchAsync()));

        Assert.Equal(2, _server.Connections);
        Assert.Empty(_sandbox.Waits);
    }

    [Fact]
    public async Task Interim_answers_are_skipped()
    {
        _handler = request => new Answer(0, []) { Raw = $"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 200 OK\r\nConnection: close\r\nETag: \"a\"\r\nContent-Length: 3\r\n\r\n{(request.Method == "HEAD" ? "" : "abc")}" };

        Assert.Equal("abc", File.ReadAllText(await FetchAsync()));
    }

    [Fact]
    public async Task An_answer_of_an_older_server_ends_with_the_connection()
    {
        _handler = request => new Answer(0, []) { Raw = $"HTTP/1.0 200 OK\r\nETag: \"a\"\r\n\r\n{(request.Method == "HEAD" ? "" : "abc")}" };

        Assert.Equal("abc", File.ReadAllText(await FetchAsync()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("SSH-2.0-OpenSSH_9.9\r\n\r\n")]
    [InlineData("HTTP/1.1 200\r\nContent-Length: 3")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    public async Task An_answer_that_is_none_is_told(string raw)
    {
        _handler = _ => new Answer(0, []) { Raw = raw };

        HubException e = await Assert.ThrowsAsync<HubException>(FetchAsync);

        Assert.Equal(HubFailure.Unreachable, e.Failure);
        Assert.Contains("127.0.0.1 cannot be reached (", e.Message);
    }

    [Fact]
    public async Task A_head_without_end_is_cut()
    {
        string line = $"X-Filler: {new string('a', 8000)}\r\n";
        _handler = _ => new Answer(0, []) { Raw = "HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Repeat(line, 100)) };

        Assert.Equal(HubFailure.Unreachable, (await Assert.ThrowsAsync<HubException>(FetchAsync)).Failure);
    }

    [Theory]
    [InlineData("4\r\nabcdef\r\n0\r\n\r\n")]
    [InlineData("zz\r\nabc\r\n0\r\n\r\n")]
    [InlineData("-1\r\nabc\r\n0\r\n\r\n")]
    [InlineData("FFFFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n")]
    [InlineData("3\r\nab")]
    public async Task Chunks_that_contradict_themselves_are_told(string body)
    {
        _handler = request => new Answer(0, []) { Raw = $"HTTP/1.1 200 OK\r\nConnection: close\r\nETag: \"a\"\r\nTransfer-Encoding: chunked\r\n\r\n{(request.Method == "HEAD" ? "" : body)}" };

        HubException e = await Assert.ThrowsAsync<HubException>(FetchAsync);

        Assert.Equal(HubFailure.Unreachable, e.Failure);
        Assert.Contains("127.0.0.1 broke off", e.Message);
    }

    [Fact]
    public async Task A_name_without_an_address_is_told()
    {
        HubException e = await Assert.ThrowsAsync<HubException>(() => _sandbox.FetchUrlAsync(new Uri("http://nowhere.invalid/file.bin"), settings: _sandbox.Settings(_server.Address)));

        Assert.Equal(HubFailure.Unreachable, e.Failure);
        Assert.Contains("nowhere.invalid cannot be reached", e.Message);
    }

    private Task<string> FetchAsync() => _sandbox.FetchUrlAsync(new Uri(_server.Address, "/file.bin"), settings: _sandbox.Settings(_server.Address));
}
