using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace BertGen.Benchmarks.Serving;

/// <summary>What clients have measured, each with one request at a time.</summary>
/// <param name="Seconds">How long they asked.</param>
/// <param name="Pieces">Pieces of the texts that were answered.</param>
/// <param name="Latencies">Seconds of each request, rising.</param>
internal sealed record Load(double Seconds, long Pieces, double[] Latencies)
{
    public double RequestsPerSecond => Latencies.Length / Seconds;

    public double PiecesPerSecond => Pieces / Seconds;

    /// <summary>The seconds that a share of the requests took at most.</summary>
    public double Quantile(double share) => Latencies[Math.Min(Latencies.Length - 1, (int)(share * Latencies.Length))];
}

/// <summary>Asks a server, as fast as it answers.</summary>
internal static class Clients
{
    /// <param name="address">The server.</param>
    /// <param name="count">Clients.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="pieces">Pieces of each.</param>
    public static async Task<Load> AskAsync(Uri address, int count, double seconds, string[] texts, int[] pieces)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = count }) { BaseAddress = address };
        byte[][] bodies = [.. texts.Select(text => JsonSerializer.SerializeToUtf8Bytes(new { inputs = text }))];
        var latencies = new ConcurrentBag<double[]>();
        long start = Stopwatch.GetTimestamp(), answered = 0;
        await Task.WhenAll(Enumerable.Range(0, count).Select(number => Task.Run(async () =>
        {
            var own = new List<double>();
            for (int i = number * texts.Length / count; Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; i++)
            {
                int text = i % texts.Length;
                long begin = Stopwatch.GetTimestamp();
                using var body = new ByteArrayContent(bodies[text]);
                body.Headers.ContentType = new("application/json");
                using HttpResponseMessage response = await client.PostAsync("embed", body);
                byte[] answer = await response.Content.ReadAsByteArrayAsync();
                own.Add(Stopwatch.GetElapsedTime(begin).TotalSeconds);
                if (!response.IsSuccessStatusCode)
                {
                    throw new InvalidOperationException($"{(int)response.StatusCode} {Encoding.UTF8.GetString(answer)}");
                }

                Interlocked.Add(ref answered, pieces[text]);
            }

            latencies.Add([.. own]);
        })));
        return new Load(Stopwatch.GetElapsedTime(start).TotalSeconds, answered, [.. latencies.SelectMany(own => own).Order()]);
    }
}
