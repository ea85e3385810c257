using Microsoft.AspNetCore.Http;

namespace BertGen.Serving.Http;

/// <summary>A request that is answered with an error.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="kind">What is wrong.</param>
/// <param name="message">The same for a person, without what the request has in its texts.</param>
internal sealed class RequestException(int status, ErrorKind kind, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>What is wrong.</summary>
    public ErrorKind Kind { get; } = kind;

    /// <summary>The member of the request that is wrong; null where it is not one.</summary>
    public string? Parameter { get; init; }

    /// <summary>When to ask again; null where that does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A value that cannot be taken.</summary>
    public static RequestException Invalid(string message, string? parameter = null) =>
        new(StatusCodes.Status422UnprocessableEntity, ErrorKind.Validation, message) { Parameter = parameter };

    /// <summary>A list without an item.</summary>
    public static RequestException Empty(string parameter) =>
        new(StatusCodes.Status400BadRequest, ErrorKind.Empty, $"`{parameter}` cannot be empty") { Parameter = parameter };

    /// <summary>More items than may be in a request.</summary>
    public static RequestException TooMany(string parameter, int count, int limit) =>
        new(StatusCodes.Status413PayloadTooLarge, ErrorKind.Validation, $"`{parameter}` has {count} items; at most {limit} are allowed") { Parameter = parameter };

    /// <summary>A text with more pieces than the model takes.</summary>
    public static RequestException TooLong(string place, int count, int limit) =>
        new(StatusCodes.Status422UnprocessableEntity, ErrorKind.Validation, $"`{place}` must have at most {limit} tokens. Given: {count}") { Parameter = place };

    /// <summary>A text that the tokenizer refuses.</summary>
    public static RequestException NotEncoded(string place, string reason) =>
        new(StatusCodes.Status422UnprocessableEntity, ErrorKind.Tokenizer, $"`{place}`: {reason}") { Parameter = place };

    /// <summary>A model that is not there.</summary>
    public static RequestException NoModel(string name, IEnumerable<string> known) => new(
        StatusCodes.Status404NotFound, ErrorKind.NotFound, $"The model '{name}' does not exist; there are {string.Join(", ", known.Select(model => $"'{model}'"))}.")
    { Parameter = "model" };

    /// <summary>A model that does not do what is asked.</summary>
    public static RequestException NotServed(string message) => new(StatusCodes.Status404NotFound, ErrorKind.NotFound, message) { Parameter = "model" };

    /// <summary>A model that is still being loaded.</summary>
    public static RequestException NotReady(string name) =>
        new(StatusCodes.Status503ServiceUnavailable, ErrorKind.Unhealthy, $"The model '{name}' is being loaded.") { RetryAfter = TimeSpan.FromSeconds(1) };

    /// <summary>A server that shuts down.</summary>
    public static RequestException Stopping() =>
        new(StatusCodes.Status503ServiceUnavailable, ErrorKind.Unhealthy, "The server is shutting down.") { RetryAfter = TimeSpan.FromSeconds(1) };

    /// <summary>More than can be done now.</summary>
    public static RequestException Overloaded(string message, TimeSpan retryAfter) =>
        new(StatusCodes.Status429TooManyRequests, ErrorKind.Overloaded, message) { RetryAfter = retryAfter };
}
