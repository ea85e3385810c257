using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace BertGen.AspNetCore.Tests.Soak;

/// <summary>What became of every request of the life of a server.</summary>
internal sealed class SoakLedger
{
    /// <summary>The header by which the server knows the requests of clients that wait for their answers.</summary>
    public const string Header = "X-Waits";

    private readonly ConcurrentDictionary<string, int> _counts = new();
    private int _begun;
    private int _received;

    /// <summary>Whether the server is about to stop: from here on it may refuse, and close connections.</summary>
    public volatile bool IsStopping;

    /// <summary>A request has come to the server.</summary>
    public void Begin(HttpRequest request) => Interlocked.Add(ref _begun, request.Headers.ContainsKey(Header) ? 1 : 0);

    /// <summary>An answer has come to a client that waits for it.</summary>
    public void Receive() => Interlocked.Increment(ref _received);

    /// <summary>Counts what has happened.</summary>
    public void Count(string what) => _counts.AddOrUpdate(what, 1, (_, count) => count + 1);

    /// <summary>Every request that the server has begun was answered, and all kinds of clients were there.</summary>
    public void Check()
    {
        Assert.Equal(_begun, _received);
        Assert.All([GoodClient.Right, .. BadClient.Kinds], kind => Assert.True(_counts.GetValueOrDefault(kind) > 0, $"no {kind}: {this}"));
    }

    public override string ToString() => string.Join(", ", _counts.OrderByDescending(count => count.Value).Select(count => $"{count.Value} {count.Key}"));
}
