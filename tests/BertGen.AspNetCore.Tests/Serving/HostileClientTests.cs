using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using BertGen.AspNetCore.Tests.Harness;
using Microsoft.AspNetCore.Builder;

namespace BertGen.AspNetCore.Tests.Serving;

/// <summary>Clients that behave well beside those that hang, break off, and send what is too large or no JSON; and a stop in the middle of it.</summary>
public sealed class HostileClientTests : IDisposable
{
    private const int GoodClients = 16;
    private const int BadClients = 8;
    private const int RequestsOfClient = 12;

    private readonly WordNetMini _model = WordNetMini.Load(ModelFolders.WordNetMini);

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task GoodClientsGetTheirVectorsWhateverOthersDo()
    {
        await using ServerHost host = await ServerHost.StartAsync(app => app.MapEmbeddings<WordNetMini>(source: ModelFolders.WordNetMini));
        using var hanging = await HangAsync(host);
        Task[] bad = [.. Enumerable.Range(0, BadClients).Select(client => Task.Run(() => MisbehaveAsync(host, client)))];
        Task<int>[] good = [.. Enumerable.Range(0, GoodClients).Select(client => Task.Run(() => AskAsync(host, client, mayBeRefused: false)))];
        await Task.WhenAll(bad);
        Assert.Equal(GoodClients * RequestsOfClient, (await Task.WhenAll(good)).Sum());
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("health")).StatusCode);
    }

    [Fact]
    public async Task AStopInTheMiddleAnswersOrRefusesEveryRequest()
    {
        int begun = 0, received = 0, count = 0;
        ServerHost host = await ServerHost.StartAsync(
            app =>
            {
                app.Use(async (context, next) =>
                {
                    Interlocked.Add(ref begun, context.Request.Path == "/embed" ? 1 : 0);
                    await next(context);
                });
                app.MapEmbeddings<WordNetMini>(source: ModelFolders.WordNetMini);
            },
            options => options.MaxBatchPieces = 64);
        var some = new TaskCompletionSource();
        Task<int>[] good = [.. Enumerable.Range(0, GoodClients).Select(client => Task.Run(() => AskAsync(host, client, mayBeRefused: true, () => Interlocked.Increment(ref received), () =>
        {
            if (Interlocked.Increment(ref count) == GoodClients * RequestsOfClient / 3)
            {
                some.SetResult();
            }
        })))];
        await some.Task;
        await host.Application.StopAsync();

        // Every client ends: with vectors, with a refusal, or without a server that takes its request; none is lost that the server has begun.
        int answered = (await Task.WhenAll(good)).Sum();
        Assert.InRange(answered, GoodClients * RequestsOfClient / 3, GoodClients * RequestsOfClient);
        Assert.Equal(begun, received);
        await host.DisposeAsync();
    }

    /// <returns>How many requests got the vectors of their texts.</returns>
    private async Task<int> AskAsync(ServerHost host, int client, bool mayBeRefused, Action? received = null, Action? answered = null)
    {
        int right = 0;
        for (int i = 0; i < RequestsOfClient; i++)
        {
            string[] texts = [.. Enumerable.Range(0, 1 + ((client + i) % 3)).Select(n => $"word {client} {i} {n} " + string.Concat(Enumerable.Repeat("height ", client * 3)))];
            HttpResponseMessage response;
            try
            {
                response = await host.Client.PostAsJsonAsync("embed", new { inputs = texts });
            }
            catch (HttpRequestException e) when (mayBeRefused && e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.ResponseEnded)
            {
                return right;
            }

            using (response)
            {
                string text = await response.Content.ReadAsStringAsync();
                received?.Invoke();
                if (mayBeRefused && response.StatusCode == HttpStatusCode.ServiceUnavailable)
                {
                    Assert.Contains("shutting down", text, StringComparison.Ordinal);
                    return right;
                }

                Assert.True(response.StatusCode == HttpStatusCode.OK, text);
                Assert.Equal(_model.Embed(texts).ToArrays(), JsonDocument.Parse(text).RootElement.Rows());
            }

            right++;
            answered?.Invoke();
        }

        return right;
    }

    private static async Task MisbehaveAsync(ServerHost host, int client)
    {
        for (int i = 0; i < RequestsOfClient; i++)
        {
            switch ((client + i) % 5)
            {
                case 0: // half a body, and gone
                    using (TcpClient half = await ConnectAsync(host, "{\"inputs\": \"half", 1000))
                    {
                        half.LingerState = new LingerOption(true, 0);
                    }

                    break;
                case 1: // a whole body, and gone before the answer
                    using (TcpClient gone = await ConnectAsync(host, "{\"inputs\": \"gone\"}", 18))
                    {
                        gone.LingerState = new LingerOption(true, 0);
                    }

                    break;
                case 2: // ten megabytes of one text: the server may close before it has read them
                    try
                    {
                        using HttpResponseMessage large = await host.Client.PostAsJsonAsync("embed", new { inputs = new string('a', 10_000_000) });
                        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
                    }
                    catch (HttpRequestException)
                    {
                    }

                    break;
                case 3: // zeros, as JSON and as they are
                    using (HttpResponseMessage zeros = await host.Client.PostAsJsonAsync("embed", new { inputs = "\0\0 a \0" }))
                    {
                        Assert.Equal(HttpStatusCode.OK, zeros.StatusCode);
                    }

                    using (HttpResponseMessage raw = await host.Client.PostAsync("embed", new StringContent("\0\0\0", Encoding.UTF8, "application/json")))
                    {
                        Assert.Equal(HttpStatusCode.UnprocessableEntity, raw.StatusCode);
                    }

                    break;
                default: // no HTTP
                    using (TcpClient noise = new(AddressFamily.InterNetwork))
                    {
                        await noise.ConnectAsync(host.Address.Host, host.Address.Port);
                        await noise.GetStream().WriteAsync(new byte[] { 0, 1, 2, 13, 10, 13, 10 });
                    }

                    break;
            }
        }
    }

    private static Task<TcpClient> HangAsync(ServerHost host) => ConnectAsync(host, "{\"inputs\": ", 500);

    private static async Task<TcpClient> ConnectAsync(ServerHost host, string body, int length)
    {
        var client = new TcpClient(AddressFamily.InterNetwork);
        await client.ConnectAsync(host.Address.Host, host.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /embed HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"));
        return client;
    }
}
