using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace BertGen.AspNetCore.Tests.Harness;

/// <summary>A server on a free port of the machine itself, and a client of it.</summary>
public sealed class ServerHost : IAsyncDisposable
{
    private ServerHost(WebApplication application, HttpClient client) => (Application, Client) = (application, client);

    public WebApplication Application { get; }

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    /// <summary>Starts a server, and waits until it is ready.</summary>
    /// <param name="map">Maps its models.</param>
    /// <param name="configure">Sets its limits.</param>
    /// <param name="waits">Whether to wait until models are loaded.</param>
    /// <param name="build">Adds services.</param>
    public static async Task<ServerHost> StartAsync(
        Action<WebApplication> map, Action<BertServerOptions>? configure = null, bool waits = true, Action<WebApplicationBuilder>? build = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddBertServer(configure);
        build?.Invoke(builder);
        WebApplication application = builder.Build();
        map(application);
        await application.StartAsync();
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1000 }) { BaseAddress = new Uri(application.Urls.Single() + "/"), Timeout = TimeSpan.FromMinutes(2) };
        var host = new ServerHost(application, client);
        if (waits)
        {
            await host.ReadyAsync();
        }

        return host;
    }

    /// <summary>Waits until all models have answered.</summary>
    public async Task ReadyAsync()
    {
        for (int i = 0; i < 3000; i++)
        {
            using HttpResponseMessage response = await Client.GetAsync("health");
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return;
            }

            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            await Task.Delay(20);
        }

        throw new TimeoutException("The server does not become ready.");
    }

    /// <summary>Asks a route, and expects an answer.</summary>
    public async Task<JsonElement> AskAsync(string route, object body)
    {
        using HttpResponseMessage response = await Client.PostAsJsonAsync(route, body);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{(int)response.StatusCode} {text}");
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Asks a route, and expects an error.</summary>
    public async Task<JsonElement> RefusedAsync(int status, string route, object body) =>
        await RefusedAsync(status, route, JsonSerializer.Serialize(body));

    /// <summary>The same with a body as it stands.</summary>
    public async Task<JsonElement> RefusedAsync(int status, string route, string body)
    {
        using HttpResponseMessage response = await Client.PostAsync(route, new StringContent(body, Encoding.UTF8, "application/json"));
        string text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Application.DisposeAsync();
    }
}
