using System.Net;
using System.Text;

namespace BertGen.Hub.Blocking;

/// <summary>
/// HTTP/1.1 on the thread of the caller. The client of the framework has synchronous calls too, but opens its connections
/// on the thread pool, and measures its time there.
/// </summary>
internal sealed class BlockingHttp : IDisposable
{
    private readonly Dictionary<Route, Connection> _idle = [];

    /// <summary>Sends a request without a body, and reads the answer up to its body.</summary>
    /// <exception cref="HttpRequestException">The server cannot be reached, or does not answer in HTTP.</exception>
    /// <exception cref="TimeoutException">The answer did not come in time.</exception>
    public HttpResponseMessage Send(HttpRequestMessage request, Deadline deadline)
    {
        Route route = Route.To(request.RequestUri!);
        byte[] head = HeadOf(request, route);
        while (true)
        {
            Connection connection = Take(route) ?? Connection.Open(route, deadline);
            try
            {
                connection.Deadline = deadline;
                connection.Write(head);
                if (ResponseHead.Read(connection) is { } answer)
                {
                    return AnswerOf(request, answer, new BodyStream(connection, answer, request.Method == HttpMethod.Head, kept => Keep(route, kept)));
                }

                connection.Dispose();
                if (!connection.IsUsed)
                {
                    throw new HttpRequestException("the connection was closed without an answer");
                }
            }
            catch (IOException e)
            {
                connection.Dispose();
                if (!connection.IsUsed)
                {
                    throw new HttpRequestException(e.Message, e);
                }

                // Closed since it was last used: the request is sent on a new one.
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
    }

    public void Dispose()
    {
        foreach (Connection connection in _idle.Values)
        {
            connection.Dispose();
        }

        _idle.Clear();
    }

    private Connection? Take(Route route)
    {
        _idle.Remove(route, out Connection? connection);
        return connection;
    }

    private void Keep(Route route, Connection connection)
    {
        connection.IsUsed = true;
        if (!_idle.TryAdd(route, connection))
        {
            connection.Dispose();
        }
    }

    private static byte[] HeadOf(HttpRequestMessage request, Route route)
    {
        Uri address = request.RequestUri!;
        bool isReadByProxy = route is { Proxy: not null, IsTunnel: false };
        string target = isReadByProxy
            ? address.GetComponents(UriComponents.SchemeAndServer | UriComponents.PathAndQuery, UriFormat.UriEscaped)
            : address.GetComponents(UriComponents.PathAndQuery, UriFormat.UriEscaped);
        var head = new StringBuilder($"{request.Method} {target} HTTP/1.1\r\nHost: {Route.HostOf(address)}{(address.IsDefaultPort ? "" : $":{address.Port}")}\r\n");
        foreach ((string name, System.Net.Http.Headers.HeaderStringValues values) in request.Headers.NonValidated)
        {
            head.Append($"{name}: {values}\r\n");
        }

        if (isReadByProxy && route.ProxyAuthorization is { } login)
        {
            head.Append($"Proxy-Authorization: {login}\r\n");
        }

        return Encoding.ASCII.GetBytes(head.Append("\r\n").ToString());
    }

    private static HttpResponseMessage AnswerOf(HttpRequestMessage request, ResponseHead head, BodyStream body)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)head.Status)
        {
            ReasonPhrase = head.Reason.All(c => c is >= ' ' and <= '~') ? head.Reason : "",
            Version = head.Version,
            RequestMessage = request,
            Content = new BlockingContent(body),
        };
        foreach ((string name, string value) in head.Headers)
        {
            if (!answer.Headers.TryAddWithoutValidation(name, value))
            {
                answer.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return answer;
    }
}
