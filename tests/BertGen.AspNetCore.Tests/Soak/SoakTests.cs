using System.Globalization;
using System.Net;
using BertGen.AspNetCore.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Xunit.Abstractions;

namespace BertGen.AspNetCore.Tests.Soak;

/// <summary>
/// 128 clients at once, a quarter of which misbehave, and a stop in the middle of it: every request of the others is answered rightly, or refused
/// with a reason. For seconds; <c>BERTGEN_SOAK=10</c> goes on for ten minutes with a stop every two, and looks whether memory stays as it is.
/// </summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    private const int GoodClients = 96;
    private const int BadClients = 32;

    // Fewer than there are clients: back-pressure is part of it.
    private const int MaxConcurrentRequests = 110;

    private static readonly TimeSpan ShortRun = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task NothingIsLost()
    {
        using var model = WordNetMini.Load(ModelFolders.WordNetMini);
        var texts = new SoakTexts(model);
        double minutes = double.TryParse(Environment.GetEnvironmentVariable("BERTGEN_SOAK"), NumberStyles.Float, CultureInfo.InvariantCulture, out double given) ? given : 0;
        int lifetimes = Math.Max(1, (int)Math.Round(minutes / Lifetime.TotalMinutes));
        var memory = new MemoryTrack();
        for (int i = 0; i < lifetimes; i++)
        {
            SoakLedger ledger = await LiveAsync(texts, minutes > 0 ? TimeSpan.FromMinutes(minutes / lifetimes) : ShortRun);
            memory.Look();
            output.WriteLine($"{ledger}; {memory}");
        }

        if (lifetimes > 1)
        {
            memory.CheckFlat();
        }
    }

    private static async Task<SoakLedger> LiveAsync(SoakTexts texts, TimeSpan duration)
    {
        var ledger = new SoakLedger();
        await using ServerHost host = await ServerHost.StartAsync(
            app =>
            {
                app.Use((context, next) =>
                {
                    ledger.Begin(context.Request);
                    return next(context);
                });
                app.MapEmbeddings<WordNetMini>(source: ModelFolders.WordNetMini);
            },
            options =>
            {
                options.MaxBatchPieces = 512;
                options.MaxConcurrentRequests = MaxConcurrentRequests;
            });
        Task[] clients =
        [
            .. Enumerable.Range(0, GoodClients).Select(number => Task.Run(() => GoodClient.AskAsync(host, texts, ledger, number))),
            .. Enumerable.Range(0, BadClients).Select(number => Task.Run(() => BadClient.MisbehaveAsync(host, ledger, number))),
        ];
        Task ended = Task.WhenAll(clients);
        await Task.WhenAny(ended, Task.Delay(duration));
        Assert.False(ended.IsCompleted, "Clients ended before the server: " + ended.Exception);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("health")).StatusCode);
        ledger.IsStopping = true;
        await host.Application.StopAsync();
        await ended;
        ledger.Check();
        return ledger;
    }
}
