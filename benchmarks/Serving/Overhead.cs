using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace BertGen.Benchmarks.Serving;

/// <summary>
/// What a request of a client alone takes beside <c>Embed</c> of the same text in memory. All hosts are there at once, and are asked text by
/// text, one after the other, so that whatever the machine does besides meets all of them alike.
/// </summary>
internal sealed class Overhead : IAsyncDisposable
{
    private const int TextCount = 32;
    private const int WarmUpWaits = 6;
    private const int WarmUpRequests = 500;
    private const int WarmUpMilliseconds = 400;

    // As much as a vector of 384 numbers is as JSON.
    private const int FixedAnswerBytes = 4600;

    private static readonly byte[] FixedAnswer = [.. Enumerable.Repeat((byte)' ', FixedAnswerBytes)];

    private readonly Random _random = new(1);
    private readonly List<WebApplication> _hosts = [];
    private readonly List<Row> _rows = [];
    private readonly string[] _texts;
    private readonly MemoryRun _memory;

    private Overhead(string[] texts, MemoryRun memory) => (_texts, _memory) = (texts, memory);

    /// <summary>Measures, prints a table, and adds the overhead of the server of the package.</summary>
    /// <param name="model">The model.</param>
    /// <param name="texts">Texts, of which some are asked for.</param>
    /// <param name="rounds">Rounds; of their medians the median counts.</param>
    /// <param name="seconds">How long a round is.</param>
    /// <param name="bounds">What the overheads of the rounds are added to.</param>
    public static async Task MeasureAsync(ServedMiniLm model, string[] texts, int rounds, double seconds, ServeBounds bounds)
    {
        string[] some = texts[..TextCount];
        await using var overhead = new Overhead(some, new MemoryRun(model, some, [.. some.Select(text => (int)model.Embed(text).TokenCount)]));
        await overhead.StartAsync(model);
        overhead.WarmUp();
        overhead.Run(Math.Min(seconds, 2));
        overhead._rows.ForEach(row => row.Clear());
        for (int round = 0; round < rounds; round++)
        {
            overhead.Run(seconds);
            overhead._rows.ForEach(row => row.EndRound());
        }

        overhead.Write(bounds);
    }

    public async ValueTask DisposeAsync()
    {
        _rows.ForEach(row => row.Client?.Dispose());
        foreach (WebApplication host in _hosts)
        {
            await host.DisposeAsync();
        }
    }

    private async Task StartAsync(ServedMiniLm model)
    {
        var ready = new ReadyEmbedder(model);
        WebApplication server = await KeepAsync(BenchmarkHost.StartAsync(model)), idle = await KeepAsync(BenchmarkHost.StartAsync(ready));
        byte[][] tei = Bodies(text => new { inputs = text }), base64 = Bodies(text => new { input = text, encoding_format = "base64" });
        _rows.Add(new Row("`Embed` in memory", TextCount));
        _rows.Add(Ask("BertGen.AspNetCore, `/embed`", server, "embed", tei, computes: true));
        _rows.Add(Ask("BertGen.AspNetCore, `/v1/embeddings`, base64", server, "v1/embeddings", base64, computes: true));
        _rows.Add(Ask("one text after the other, under a lock", await KeepAsync(BenchmarkHost.StartLockedAsync(model)), "embed", tei, computes: true));
        _rows.Add(Ask("nothing computed: BertGen.AspNetCore, `/embed`", idle, "embed", tei, computes: false));
        _rows.Add(Ask("nothing computed: BertGen.AspNetCore, `/v1/embeddings`, base64", idle, "v1/embeddings", base64, computes: false));
        _rows.Add(Ask("nothing computed: under a lock", await KeepAsync(BenchmarkHost.StartLockedAsync(ready)), "embed", tei, computes: false));
        _rows.Add(Ask("Kestrel, an answer that is ready", await KeepAsync(StartFixedAsync()), "embed", tei, computes: false));
    }

    // A server is up for days: its code is compiled anew twice, each time once it has run often and nothing new was compiled for a while.
    private void WarmUp()
    {
        for (int wait = 0; wait < WarmUpWaits; wait++)
        {
            foreach (Row row in _rows.Where(row => !row.Computes))
            {
                for (int i = 0; i < WarmUpRequests; i++)
                {
                    row.Client!.Ask(i % TextCount);
                }
            }

            Thread.Sleep(WarmUpMilliseconds);
        }
    }

    private void Run(double seconds)
    {
        long start = Stopwatch.GetTimestamp();
        Row[] order = [.. _rows];
        for (int i = 0; Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; i++)
        {
            // Where threads of the one before have run decides where those of the next do: the order changes all the time. Each comes behind a
            // text that was computed, so that caches are full of weights, and threads sleep.
            int text = i % TextCount;
            _random.Shuffle(order);
            foreach (Row row in order)
            {
                if (!row.Computes)
                {
                    _memory.Alone(text);
                }

                row.Add(text, row.Client?.Ask(text) ?? _memory.Alone(text));
            }
        }
    }

    private void Write(ServeBounds bounds)
    {
        Console.WriteLine();
        Console.WriteLine("| at 1 client | answer, bytes | median, ms | over `Embed`, ms | rounds, ms | least of each text over that of `Embed`, ms |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        Row embed = _rows[0];
        foreach (Row row in _rows)
        {
            double[] over = [.. row.Medians.Zip(embed.Medians, (asked, alone) => asked - (row.Computes ? alone : 0))];
            double least = Statistics.Median(row.Least.Zip(embed.Least, (asked, alone) => asked - (row.Computes ? alone : 0)));
            Console.WriteLine(FormattableString.Invariant(
                $"| {row.Name} | {row.Client?.AnswerLength} | {Statistics.Median(row.Medians) * 1e3:f3} | {Statistics.Median(over) * 1e3:f3} | {over.Min() * 1e3:f3} to {over.Max() * 1e3:f3} | {least * 1e3:f3} |"));
            if (row == _rows[1])
            {
                bounds.Overheads.AddRange(over);
            }
        }
    }

    private byte[][] Bodies<T>(Func<string, T> body) => [.. _texts.Select(text => JsonSerializer.SerializeToUtf8Bytes(body(text)))];

    private async Task<WebApplication> KeepAsync(Task<WebApplication> start)
    {
        _hosts.Add(await start);
        return _hosts[^1];
    }

    private static Row Ask(string name, WebApplication app, string route, byte[][] bodies, bool computes) =>
        new(name, TextCount) { Client = new LeanClient(new Uri(app.Urls.Single()), route, bodies), Computes = computes };

    private static Task<WebApplication> StartFixedAsync() => BenchmarkHost.StartAsync(_ => { }, app => app.MapPost("/embed", async (HttpContext context) =>
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(FixedAnswer);
    }));

    /// <summary>What was measured of one host.</summary>
    private sealed class Row(string name, int textCount)
    {
        private readonly List<double> _round = [];

        public string Name => name;

        /// <summary>Asks the host; null for the call in memory.</summary>
        public LeanClient? Client { get; init; }

        /// <summary>Whether the model computes the texts.</summary>
        public bool Computes { get; init; } = true;

        /// <summary>The median of each round, in seconds.</summary>
        public List<double> Medians { get; } = [];

        /// <summary>The least of each text, in seconds: what the machine does besides only adds to it.</summary>
        public double[] Least { get; } = [.. Enumerable.Repeat(double.MaxValue, textCount)];

        public void Add(int text, double seconds)
        {
            _round.Add(seconds);
            Least[text] = Math.Min(Least[text], seconds);
        }

        public void EndRound()
        {
            Medians.Add(Statistics.Median(_round));
            _round.Clear();
        }

        public void Clear()
        {
            _round.Clear();
            Array.Fill(Least, double.MaxValue);
        }
    }
}
