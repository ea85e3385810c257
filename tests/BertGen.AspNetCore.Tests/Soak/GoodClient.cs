using System.Net;
using System.Text;
using BertGen.AspNetCore.Tests.Harness;

namespace BertGen.AspNetCore.Tests.Soak;

/// <summary>A client that asks, waits for the answer, and looks at every bit of it.</summary>
internal static class GoodClient
{
    /// <summary>What is counted for a right answer.</summary>
    public const string Right = "answered";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks until the server stops.</summary>
    public static async Task AskAsync(ServerHost host, SoakTexts texts, SoakLedger ledger, int number)
    {
        for (int i = number; ; i++)
        {
            int request = i % texts.Bodies.Length;
            using var message = new HttpRequestMessage(HttpMethod.Post, "embed") { Content = new ByteArrayContent(texts.Bodies[request]), Headers = { { SoakLedger.Header, "1" } } };
            message.Content.Headers.ContentType = new("application/json");
            try
            {
                using HttpResponseMessage response = await host.Client.SendAsync(message);
                byte[] answer = await response.Content.ReadAsByteArrayAsync();
                ledger.Receive();
                if (!await IsRightAsync(response, answer, texts.Answers[request], ledger))
                {
                    return;
                }
            }
            catch (HttpRequestException e) when (ledger.IsStopping && e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.ResponseEnded)
            {
                // No server takes it any more: that none has begun it, the ledger shows.
                ledger.Count("not taken by a server that stops");
                return;
            }
        }
    }

    /// <returns>Whether to go on.</returns>
    private static async Task<bool> IsRightAsync(HttpResponseMessage response, byte[] answer, byte[] expected, SoakLedger ledger)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                Assert.Equal(expected, answer);
                ledger.Count(Right);
                return true;
            case HttpStatusCode.TooManyRequests:
                Assert.NotNull(response.Headers.RetryAfter);
                Assert.Contains("overloaded", Encoding.UTF8.GetString(answer), StringComparison.Ordinal);
                ledger.Count("refused as too much at once");
                await Task.Delay(Pause);
                return true;
            default:
                Assert.True(ledger.IsStopping && response.StatusCode == HttpStatusCode.ServiceUnavailable, $"{(int)response.StatusCode} {Encoding.UTF8.GetString(answer)}");
                Assert.Contains("shutting down", Encoding.UTF8.GetString(answer), StringComparison.Ordinal);
                ledger.Count("refused by a server that stops");
                return false;
        }
    }
}
