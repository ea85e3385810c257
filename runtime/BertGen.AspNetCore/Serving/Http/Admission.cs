using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace BertGen.Serving.Http;

/// <summary>Decides, before a body is read, who may ask and whether there is room.</summary>
internal sealed class Admission : IDisposable
{
    private const string Scheme = "Bearer ";
    private const int SegmentsOfMinute = 6;

    private readonly byte[][] _keys;
    private readonly ConcurrencyLimiter _room;
    private readonly PartitionedRateLimiter<string>? _rate;

    public Admission(BertServerOptions options)
    {
        // Of equal length, so that comparing tells nothing of a key.
        _keys = [.. options.ApiKeys.Select(HashOf)];
        _room = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = options.MaxConcurrentRequests, QueueLimit = 0 });
        _rate = options.RequestsPerMinute is not { } limit ? null : PartitionedRateLimiter.Create<string, string>(caller => RateLimitPartition.GetSlidingWindowLimiter(
            caller,
            _ => new SlidingWindowRateLimiterOptions { PermitLimit = limit, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = SegmentsOfMinute, QueueLimit = 0 }));
    }

    /// <summary>Whether requests need a key.</summary>
    public bool NeedsKey => _keys.Length > 0;

    /// <summary>Lets a request in.</summary>
    /// <returns>Its place: dispose of it when the request is answered.</returns>
    /// <exception cref="RequestException">It has no key, or there is no room.</exception>
    public RateLimitLease Enter(HttpContext context)
    {
        string caller = Authorize(context);
        if (_rate is not null)
        {
            using RateLimitLease rate = _rate.AttemptAcquire(caller);
            if (!rate.IsAcquired)
            {
                throw RequestException.Overloaded(
                    "Too many requests in a minute.", rate.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait) ? wait : TimeSpan.FromSeconds(60 / SegmentsOfMinute));
            }
        }

        RateLimitLease room = _room.AttemptAcquire();
        if (!room.IsAcquired)
        {
            room.Dispose();
            throw RequestException.Overloaded("The server is overloaded: too many requests at once.", TimeSpan.FromSeconds(1));
        }

        return room;
    }

    /// <summary>Checks the key of a request.</summary>
    /// <returns>Who asks: the hash of the key, or the address where there are no keys.</returns>
    /// <exception cref="RequestException">There is no such key.</exception>
    public string Authorize(HttpContext context)
    {
        if (!NeedsKey)
        {
            return context.Connection.RemoteIpAddress?.ToString() ?? "";
        }

        string? header = context.Request.Headers.Authorization;
        byte[] given = HashOf(header is not null && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : "");
        bool isKnown = false;
        foreach (byte[] key in _keys)
        {
            isKnown |= CryptographicOperations.FixedTimeEquals(key, given);
        }

        return isKnown ? Convert.ToHexString(given) : throw new RequestException(
            StatusCodes.Status401Unauthorized, ErrorKind.Unauthorized, header is null ? "An API key is missing: Authorization: Bearer KEY." : "The API key is wrong.");
    }

    public void Dispose()
    {
        _room.Dispose();
        _rate?.Dispose();
    }

    private static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
