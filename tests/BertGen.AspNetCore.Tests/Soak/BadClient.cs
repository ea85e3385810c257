using System.Net;
using System.Net.Sockets;
using System.Text;
using BertGen.AspNetCore.Tests.Harness;

namespace BertGen.AspNetCore.Tests.Soak;

/// <summary>A client that does what none should.</summary>
internal static class BadClient
{
    private const int LargeText = 10_000_000;

    private static readonly TimeSpan HangTime = TimeSpan.FromSeconds(2);
    private static readonly byte[] Large = Encoding.UTF8.GetBytes($"{{\"inputs\": \"{new string('a', LargeText)}\"}}");

    private static readonly (string Kind, Func<ServerHost, Task> Run)[] All =
    [
        ("half of a body, and hung", host => SendAsync(host, "{\"inputs\": ", 500, HangTime)),
        ("half of a body, and gone", host => SendAsync(host, "{\"inputs\": \"half", 1000)),
        ("a body, and gone", host => SendAsync(host, "{\"inputs\": \"gone\"}", 18)),
        ("a text of 10 MB", LargeAsync),
        ("zeros in a text", host => PostAsync(host, "{\"inputs\": \"\\u0000\\u0000 a \\u0000\"}", HttpStatusCode.OK)),
        ("zeros for a body", host => PostAsync(host, "\0\0\0", HttpStatusCode.UnprocessableEntity)),
        ("wrong JSON", host => PostAsync(host, "{\"inputs\": [\"a\", {]}", HttpStatusCode.UnprocessableEntity)),
        ("no HTTP", NoiseAsync),
    ];

    /// <summary>What is counted, one for each kind of misbehaving.</summary>
    public static IEnumerable<string> Kinds => All.Select(kind => kind.Kind);

    /// <summary>Misbehaves in one way after the other until the server stops.</summary>
    public static async Task MisbehaveAsync(ServerHost host, SoakLedger ledger, int number)
    {
        for (int i = number; !ledger.IsStopping; i++)
        {
            (string kind, Func<ServerHost, Task> run) = All[i % All.Length];
            try
            {
                await run(host);
            }
            catch (Exception failure) when (failure is SocketException or IOException or HttpRequestException && (ledger.IsStopping || run == LargeAsync))
            {
                // A server that stops, or that closes before it has read all of what is too large.
            }

            ledger.Count(kind);
        }
    }

    private static async Task LargeAsync(ServerHost host)
    {
        // The server answers before it has read all, and closes: nobody else's request may come over this connection.
        using var request = new HttpRequestMessage(HttpMethod.Post, "embed") { Content = Json(Large), Headers = { ConnectionClose = true } };
        using HttpResponseMessage response = await host.Client.SendAsync(request);
        Assert.Contains(response.StatusCode, new[] { HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.TooManyRequests, HttpStatusCode.ServiceUnavailable });
    }

    private static async Task PostAsync(ServerHost host, string body, HttpStatusCode expected)
    {
        using HttpResponseMessage response = await host.Client.PostAsync("embed", Json(Encoding.UTF8.GetBytes(body)));
        Assert.Contains(response.StatusCode, new[] { expected, HttpStatusCode.TooManyRequests, HttpStatusCode.ServiceUnavailable });
        Assert.NotEmpty(await response.Content.ReadAsStringAsync());
    }

    private static async Task NoiseAsync(ServerHost host)
    {
        using var client = new TcpClient(AddressFamily.InterNetwork);
        await client.ConnectAsync(host.Address.Host, host.Address.Port);
        await client.GetStream().WriteAsync(new byte[] { 0, 1, 2, 13, 10, 13, 10 });
    }

    /// <summary>Sends a request as it stands, waits, and breaks the connection.</summary>
    private static async Task SendAsync(ServerHost host, string body, int length, TimeSpan wait = default)
    {
        using var client = new TcpClient(AddressFamily.InterNetwork);
        await client.ConnectAsync(host.Address.Host, host.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /embed HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"));
        await Task.Delay(wait);
        client.LingerState = new LingerOption(true, 0);
    }

    private static ByteArrayContent Json(byte[] body) => new(body) { Headers = { ContentType = new("application/json") } };
}
