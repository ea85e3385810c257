using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace BertGen.Benchmarks.Serving;

/// <summary>Clients that ask a server as fast as it answers, each with one request at a time over a connection of its own.</summary>
internal sealed class Clients : IDisposable
{
    private readonly HttpClient _client;
    private readonly byte[][] _bodies;
    private readonly int[] _pieces;

    /// <param name="address">The server.</param>
    /// <param name="count">Clients.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="pieces">Pieces of each.</param>
    public Clients(Uri address, int count, string[] texts, int[] pieces)
    {
        _client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = count }) { BaseAddress = address };
        _bodies = [.. texts.Select(text => JsonSerializer.SerializeToUtf8Bytes(new { inputs = text }))];
        (Count, _pieces) = (count, pieces);
    }

    /// <summary>Clients.</summary>
    public int Count { get; }

    /// <summary>Asks for a time.</summary>
    public async Task<Load> AskAsync(double seconds)
    {
        var latencies = new ConcurrentBag<double[]>();
        long start = Stopwatch.GetTimestamp(), answered = 0;
        await Task.WhenAll(Enumerable.Range(0, Count).Select(number => Task.Run(async () =>
        {
            var own = new List<double>();
            for (int i = number * _bodies.Length / Count; Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; i++)
            {
                own.Add(await AskAsync(i % _bodies.Length));
                Interlocked.Add(ref answered, _pieces[i % _bodies.Length]);
            }

            latencies.Add([.. own]);
        })));
        return new Load(Stopwatch.GetElapsedTime(start).TotalSeconds, answered, [.. latencies.SelectMany(own => own).Order()]);
    }

    public void Dispose() => _client.Dispose();

    private async Task<double> AskAsync(int text)
    {
        long begin = Stopwatch.GetTimestamp();
        using var body = new ByteArrayContent(_bodies[text]);
        body.Headers.ContentType = new("application/json");
        using HttpResponseMessage response = await _client.PostAsync("embed", body);
        byte[] answer = await response.Content.ReadAsByteArrayAsync();
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        return response.IsSuccessStatusCode ? seconds : throw new InvalidOperationException($"{(int)response.StatusCode} {Encoding.UTF8.GetString(answer)}");
    }
}
