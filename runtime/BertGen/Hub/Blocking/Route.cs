using System.Net;
using System.Text;

namespace BertGen.Hub.Blocking;

/// <summary>The way to a server: its scheme, host and port, and the proxy of the system that leads there.</summary>
internal sealed record Route(Uri Server, Uri? Proxy)
{
    /// <summary>Whether the proxy only passes bytes on, because it may not read them.</summary>
    public bool IsTunnel => Proxy is not null && Server.Scheme == Uri.UriSchemeHttps;

    /// <summary>The login of the proxy, where the system knows one.</summary>
    public string? ProxyAuthorization =>
        Proxy is not null && HttpClient.DefaultProxy.Credentials?.GetCredential(Proxy, "Basic") is { UserName.Length: > 0 } login
            ? "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login.UserName}:{login.Password}"))
            : null;

    /// <exception cref="NotSupportedException">The proxy is of a kind that cannot be used here.</exception>
    public static Route To(Uri address)
    {
        var server = new Uri(address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped));
        IWebProxy proxies = HttpClient.DefaultProxy;
        Uri? proxy = proxies.IsBypassed(address) ? null : proxies.GetProxy(address);
        return proxy is null || proxy == address ? new Route(server, null)
            : proxy.Scheme == Uri.UriSchemeHttp || proxy.Scheme == Uri.UriSchemeHttps ? new Route(server, proxy)
            : throw new NotSupportedException($"the proxy {proxy.Scheme}://{proxy.Host} cannot be used by a call that blocks; await the download, or run bertgen fetch");
    }

    /// <summary>The host as requests name it.</summary>
    public static string HostOf(Uri address) => address.HostNameType == UriHostNameType.IPv6 ? $"[{address.IdnHost}]" : address.IdnHost;
}
