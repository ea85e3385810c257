using System.Security.Cryptography.X509Certificates;
using BertGen.Hub.Tests.Harness;
using BertGen.Hub.Tests.Tool;

namespace BertGen.Hub.Tests;

/// <summary>Synchronous calls in a process whose thread pool is blocked for good.</summary>
public sealed class StarvedPoolTests : IDisposable
{
    private readonly FakeHub _hub = new();
    private readonly Sandbox _sandbox = new();

    public void Dispose()
    {
        _hub.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public async Task A_model_is_downloaded_without_the_thread_pool()
    {
        (int exitCode, string output, string error) = await FindAsync(FakeHub.Model, _hub.Server.Address);

        Assert.True(exitCode == 0, error);
        Assert.Equal(_hub.Weights, File.ReadAllBytes(Path.Combine(output.TrimEnd(), "model.safetensors")));
    }

    [Fact]
    public async Task A_server_in_trouble_is_asked_again_without_the_thread_pool()
    {
        int left = 1;
        _hub.Fault = _ => left-- > 0 ? Answer.Of(503) : null;
        _hub.StoreFault = request => request.RangeStart is null ? Answer.Content(request, _hub.Weights) with { BreakAfter = 40_000 } : null;

        (int exitCode, string output, string error) = await FindAsync(FakeHub.Model, _hub.Server.Address);

        Assert.True(exitCode == 0, error);
        Assert.Equal(_hub.Weights, File.ReadAllBytes(Path.Combine(output.TrimEnd(), "model.safetensors")));
        Assert.Equal(40_000, _hub.Store.Of("GET")[^1].RangeStart);
    }

    [Fact]
    public async Task A_silent_server_is_given_up_without_the_thread_pool()
    {
        var never = new TaskCompletionSource();
        _hub.Fault = _ => Answer.Of(200) with { Hold = never.Task };

        (int exitCode, _, string error) = await FindAsync(FakeHub.Model, _hub.Server.Address, ("HF_HUB_ETAG_TIMEOUT", "0.2"));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("127.0.0.1 did not answer within 0.2 seconds, and so at each of 5 attempts", error);
        never.SetResult();
    }

    [Fact]
    public async Task An_encrypted_server_is_checked_and_read_without_the_thread_pool()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // Elsewhere no variable says whom to trust.
        }

        using X509Certificate2 certificate = TestCertificate.Create("localhost");
        using var server = new TestServer(request => Answer.Content(request, _hub.Weights, ("ETag", "\"a\"")) with { KeepsConnection = true }, certificate);
        string trusted = Path.Combine(_sandbox.Root, "trusted.pem");
        File.WriteAllText(trusted, certificate.ExportCertificatePem());
        string url = new Uri(server.Address, "/model.safetensors").AbsoluteUri;

        (int exitCode, string output, string error) = await FindAsync(url, server.Address, ("SSL_CERT_FILE", trusted));

        Assert.True(exitCode == 0, error);
        Assert.Equal(_hub.Weights, File.ReadAllBytes(output.TrimEnd()));
        Assert.Equal(1, server.Connections);

        File.Delete(output.TrimEnd());
        (exitCode, _, error) = await FindAsync(url, server.Address);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("localhost cannot be reached (The remote certificate is invalid", error);
    }

    [Fact]
    public async Task The_proxy_of_the_system_is_used_with_its_login()
    {
        using var proxy = new TestServer(request => Answer.Content(request, _hub.Weights, ("ETag", "\"a\"")));

        (int exitCode, string output, string error) = await FindAsync(
            "http://hub.invalid/model.safetensors", proxy.Address, ("http_proxy", $"http://someone:secret@127.0.0.1:{proxy.Address.Port}"), ("no_proxy", ""));

        Assert.True(exitCode == 0, error);
        Assert.Equal(_hub.Weights, File.ReadAllBytes(output.TrimEnd()));
        Assert.All(proxy.Requests, request => Assert.Equal("http://hub.invalid/model.safetensors", request.Target));
        Assert.All(proxy.Requests, request => Assert.Equal("Basic " + Convert.ToBase64String("someone:secret"u8), request["Proxy-Authorization"]));
    }

    [Fact]
    public async Task An_encrypted_server_is_reached_through_a_tunnel_of_the_proxy()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // Elsewhere no variable says whom to trust.
        }

        using X509Certificate2 certificate = TestCertificate.Create("hub.invalid");
        using var server = new TestServer(request => Answer.Content(request, _hub.Weights, ("ETag", "\"a\"")), certificate);
        string trusted = Path.Combine(_sandbox.Root, "trusted.pem");
        File.WriteAllText(trusted, certificate.ExportCertificatePem());
        using var proxy = new TunnelProxy(server.Address.Port);

        (int exitCode, string output, string error) = await FindAsync(
            "https://hub.invalid/model.safetensors", server.Address, ("https_proxy", $"http://127.0.0.1:{proxy.Port}"), ("no_proxy", ""), ("SSL_CERT_FILE", trusted));

        Assert.True(exitCode == 0, error);
        Assert.Equal(_hub.Weights, File.ReadAllBytes(output.TrimEnd()));
        Assert.All(proxy.Targets, target => Assert.Equal("hub.invalid:443", target));
        Assert.NotEmpty(proxy.Targets);
    }

    [Fact]
    public async Task A_proxy_of_another_kind_is_told_without_its_login()
    {
        (int exitCode, _, string error) = await FindAsync(
            "http://hub.invalid/model.safetensors", _hub.Server.Address, ("http_proxy", "socks5://someone:secret@127.0.0.1:1"), ("no_proxy", ""));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("the proxy socks5://127.0.0.1 cannot be used by a call that blocks; await the download, or run bertgen fetch", error);
        Assert.DoesNotContain("secret", error);
    }

    private async Task<(int ExitCode, string Output, string Error)> FindAsync(string source, Uri endpoint, params (string Name, string Value)[] environment)
    {
        using ToolProcess program = ToolProcess.StartProgram(
            "BertGen.Hub.Tests.dll",
            [
                ("HF_ENDPOINT", endpoint.AbsoluteUri), ("HF_HUB_CACHE", _sandbox.Cache), ("XDG_CACHE_HOME", Path.Combine(_sandbox.Root, "cache")), ("HOME", _sandbox.Root),
                ("HF_HUB_OFFLINE", ""), ("TRANSFORMERS_OFFLINE", ""), ("no_proxy", "*"), .. environment,
            ],
            source);
        return await program.WaitAsync();
    }
}
