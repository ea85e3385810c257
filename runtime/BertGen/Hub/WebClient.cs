using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;

namespace BertGen.Hub;

/// <summary>Asks servers: follows redirects one by one, so that the token goes to the hub and to no other host.</summary>
internal sealed class WebClient(DownloadTools tools)
{
    private const int MaxRedirects = 10;

    private static readonly ProductInfoHeaderValue UserAgent = new("bertgen", typeof(WebClient).Assembly.GetName().Version?.ToString(3));

    private readonly HubSettings _settings = tools.Settings;

    /// <summary>What the server tells of a file, asked again after transient failures.</summary>
    /// <exception cref="HubException">There is no such file, or no usable answer.</exception>
    public ValueTask<FileMetadata> AskAsync(RemoteFile file, CancellationToken cancellation) =>
        Retries.RunAsync(file.Label, new FileBudget(_settings), tools.DelayAsync, () => AskOnceAsync(file, cancellation), () => false, cancellation);

    /// <summary>Starts to receive a file; the answer's status is 200, 206 or 416.</summary>
    /// <param name="file">The file.</param>
    /// <param name="start">The first byte that is wanted.</param>
    /// <param name="tag">A strong etag: where the file has another by now, it is wanted from its first byte.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="HubException">There is no such file, or no usable answer.</exception>
    /// <exception cref="TransientException">The server is asked in vain at the moment.</exception>
    public ValueTask<HttpResponseMessage> GetAsync(RemoteFile file, long start, string? tag, CancellationToken cancellation) =>
        SendAsync(
            file,
            HttpMethod.Get,
            _settings.DownloadTimeout,
            headers =>
            {
                if (start > 0)
                {
                    headers.Range = new RangeHeaderValue(start, null);
                    headers.IfRange = tag is null ? null : new RangeConditionHeaderValue($"\"{tag}\"");
                }
            },
            (_, _) => true,
            cancellation);

    private async ValueTask<FileMetadata> AskOnceAsync(RemoteFile file, CancellationToken cancellation)
    {
        var metadata = new FileMetadata();
        using HttpResponseMessage answer = await SendAsync(
            file,
            HttpMethod.Head,
            _settings.MetadataTimeout,
            _ => { },
            (redirect, staysOnServer) =>
            {
                metadata = metadata.With(redirect, isRedirect: true);
                // The hub describes large files itself; the store that it leads to knows less of them.
                return !file.IsOnHub || staysOnServer || metadata.Commit is null || metadata.ETag is null;
            },
            cancellation).ConfigureAwait(false);
        return IsRedirect(answer) ? metadata : metadata.With(answer, isRedirect: false);
    }

    private async ValueTask<HttpResponseMessage> SendAsync(
        RemoteFile file, HttpMethod method, TimeSpan timeout, Action<HttpRequestHeaders> prepare, Func<HttpResponseMessage, bool, bool> follow, CancellationToken cancellation)
    {
        if (_settings.Offline)
        {
            throw file.Label.Error(HubFailure.Offline, "it would have to be downloaded, but HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE is set. Unset it, or fetch the model before.");
        }

        Uri address = file.Address;
        for (int redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            using var request = new HttpRequestMessage(method, address);
            request.Headers.UserAgent.Add(UserAgent);
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
            if (file.IsOnHub && _settings.Token is { } token && IsSameServer(address, _settings.Endpoint))
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            prepare(request.Headers);
            HttpResponseMessage answer = await SendOnceAsync(file, request, timeout, cancellation).ConfigureAwait(false);
            if (!IsRedirect(answer))
            {
                return Accept(file, answer);
            }

            Uri next = Next(file, address, answer);
            if (!follow(answer, IsSameServer(address, next)))
            {
                return answer;
            }

            answer.Dispose();
            address = next;
        }

        throw file.Label.Error(HubFailure.BadAnswer, $"{file.Address.Host} led through more than {MaxRedirects} redirects.");
    }

    private async ValueTask<HttpResponseMessage> SendOnceAsync(RemoteFile file, HttpRequestMessage request, TimeSpan timeout, CancellationToken cancellation)
    {
        try
        {
            return await tools.Waiting.SendAsync(request, timeout, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is NotSupportedException or HttpRequestException { InnerException: AuthenticationException })
        {
            // Neither the proxy nor the certificate is another one the next time.
            throw file.Label.Error(HubFailure.Unreachable, $"{request.RequestUri!.Host} cannot be reached ({e.InnerException?.Message ?? e.Message}).", e);
        }
        catch (HttpRequestException e)
        {
            throw new TransientException(HubFailure.Unreachable, $"{request.RequestUri!.Host} cannot be reached ({e.Message})", innerException: e);
        }
        catch (TimeoutException e)
        {
            throw new TransientException(HubFailure.Unreachable, $"{request.RequestUri!.Host} did not answer within {timeout.TotalSeconds:0.###} seconds", innerException: e);
        }
    }

    private HttpResponseMessage Accept(RemoteFile file, HttpResponseMessage answer)
    {
        if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return answer;
        }

        using (answer)
        {
            int status = (int)answer.StatusCode;
            throw status is 408 or 429 or >= 500
                ? new TransientException(HubFailure.Unreachable, $"{file.Address.Host} answered {status} {answer.ReasonPhrase}".TrimEnd(), RetryAfter(answer))
                : Refusal.Explain(file, answer, _settings);
        }
    }

    private static Uri Next(RemoteFile file, Uri address, HttpResponseMessage answer)
    {
        Uri? next = answer.Headers.Location is { } location && Uri.TryCreate(address, location, out Uri? absolute) ? absolute : null;
        bool isUsable = next?.Scheme == Uri.UriSchemeHttps || (next?.Scheme == Uri.UriSchemeHttp && address.Scheme == Uri.UriSchemeHttp);
        if (isUsable)
        {
            return next!;
        }

        answer.Dispose();
        throw file.Label.Error(HubFailure.BadAnswer, $"{address.Host} led to {(next is null ? "no address" : $"'{next.Scheme}://{next.Host}'")}; expected an https address.");
    }

    private static bool IsRedirect(HttpResponseMessage answer) =>
        answer.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static bool IsSameServer(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port && string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase);

    private static TimeSpan? RetryAfter(HttpResponseMessage answer) =>
        answer.Headers.RetryAfter is { } value ? value.Delta ?? (value.Date - DateTimeOffset.UtcNow) : null;
}
