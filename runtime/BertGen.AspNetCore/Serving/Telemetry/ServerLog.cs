using Microsoft.Extensions.Logging;

namespace BertGen.Serving.Telemetry;

/// <summary>What the server writes to the log. No message has a text of a request in it.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(1, LogLevel.Information, "The model {Model} is ready after {Seconds:f1} s.")]
    public static partial void Ready(ILogger logger, string model, double seconds);

    [LoggerMessage(2, LogLevel.Critical, "The model {Model} cannot be loaded; the server stops.")]
    public static partial void NotLoaded(ILogger logger, string model, Exception failure);

    [LoggerMessage(3, LogLevel.Error, "A request of {Route} failed.")]
    public static partial void RequestFailed(ILogger logger, string route, Exception failure);

    [LoggerMessage(4, LogLevel.Information, "The server shuts down: {Texts} texts wait, and are computed for at most {Seconds:f0} s.")]
    public static partial void Draining(ILogger logger, int texts, double seconds);

    [LoggerMessage(5, LogLevel.Debug, "A batch of {Model}: {Texts} texts of {Requests} requests, {Pieces} pieces in {Milliseconds:f1} ms.")]
    public static partial void Batch(ILogger logger, string model, int texts, int requests, long pieces, double milliseconds);
}
