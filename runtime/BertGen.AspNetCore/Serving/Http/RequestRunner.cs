using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BertGen.Serving.Batching;
using BertGen.Serving.Json;
using BertGen.Serving.Telemetry;
using BertGen.Text.Tokenizers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace BertGen.Serving.Http;

/// <summary>What every route does around its own work: admission, reading, writing, and errors in the shape of the route.</summary>
/// <param name="admission">Lets requests in.</param>
/// <param name="options">The limits.</param>
/// <param name="metrics">Counts requests.</param>
/// <param name="logger">Told of failures, without texts.</param>
internal sealed class RequestRunner(Admission admission, BertServerOptions options, ServerMetrics metrics, ILogger<RequestRunner> logger)
{
    /// <summary>Numbers up to which an answer is sent as a whole: less than 200 KB.</summary>
    private const int WholeAnswerNumbers = 16_384;

    /// <summary>Kept for the next answer, so that it allocates nothing; of answers at once, for one of them.</summary>
    private static ArrayBufferWriter<byte>? _idleAnswer;

    private volatile bool _isStopping;

    /// <summary>Refuses requests from here on: the server shuts down.</summary>
    public void Stop() => _isStopping = true;

    /// <summary>Answers a request that has a body.</summary>
    /// <param name="context">The request.</param>
    /// <param name="style">The shape of errors.</param>
    /// <param name="requestType">How the body is read.</param>
    /// <param name="responseType">How the answer is written.</param>
    /// <param name="answer">Makes the answer.</param>
    public async Task RunAsync<TRequest, TResponse>(
        HttpContext context, ErrorStyle style, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TResponse> responseType, Func<TRequest, CancellationToken, Task<TResponse>> answer)
        where TRequest : class
    {
        try
        {
            await GuardAsync(context, style, async () =>
            {
                using System.Threading.RateLimiting.RateLimitLease place = admission.Enter(context);
                if (_isStopping)
                {
                    throw RequestException.Stopping();
                }

                TRequest request = await ReadAsync(context, requestType).ConfigureAwait(false);
                await WriteAsync(context, responseType, await answer(request, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
        finally
        {
            metrics.Request(context.Request.Path, context.Response.StatusCode);
        }
    }

    /// <summary>Answers a request without a body.</summary>
    public Task RunAsync<TResponse>(HttpContext context, ErrorStyle style, JsonTypeInfo<TResponse> responseType, Func<TResponse> answer) => GuardAsync(context, style, () =>
    {
        admission.Authorize(context);
        return WriteAsync(context, responseType, answer());
    });

    /// <summary>Does the work of a route, and answers with an error where it fails.</summary>
    private async Task GuardAsync(HttpContext context, ErrorStyle style, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception failure) when (context.RequestAborted.IsCancellationRequested || failure is ConnectionResetException)
        {
            // Nobody reads an answer.
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            }
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            await ErrorBody.WriteAsync(context, style, ErrorOf(failure, context, style)).ConfigureAwait(false);
        }
    }

    private static async Task WriteAsync<TResponse>(HttpContext context, JsonTypeInfo<TResponse> type, TResponse response)
    {
        context.Response.ContentType = "application/json";
        if (response is not ISizedAnswer { NumberCount: <= WholeAnswerNumbers })
        {
            await JsonSerializer.SerializeAsync(context.Response.BodyWriter, response, type, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        // The client has all of it with one packet, and does not wait for what is done behind it.
        ArrayBufferWriter<byte> answer = Interlocked.Exchange(ref _idleAnswer, null) ?? new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(answer, new JsonWriterOptions { SkipValidation = true }))
        {
            JsonSerializer.Serialize(writer, response, type);
        }

        context.Response.ContentLength = answer.WrittenCount;
        await context.Response.Body.WriteAsync(answer.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
        answer.ResetWrittenCount();
        _idleAnswer = answer;
    }

    private async Task<TRequest> ReadAsync<TRequest>(HttpContext context, JsonTypeInfo<TRequest> type)
        where TRequest : class
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new RequestException(StatusCodes.Status415UnsupportedMediaType, ErrorKind.Validation, "Expected a body with 'Content-Type: application/json'.");
        }

        // What is decompressed on the way here has the header no more.
        if (context.Request.Headers.ContentEncoding.ToString() is { Length: > 0 } encoding && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            throw new RequestException(
                StatusCodes.Status415UnsupportedMediaType, ErrorKind.Validation, $"Expected a body as it is, or in one encoding that the server reads; found 'Content-Encoding: {encoding}'.");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = options.MaxRequestBytes;
        }

        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.BodyReader, type, context.RequestAborted).ConfigureAwait(false)
                ?? throw new JsonException("expected an object; found null");
        }
        catch (JsonException e)
        {
            throw BodyErrors.Of(e, type);
        }
        catch (InvalidDataException)
        {
            throw RequestException.Invalid("The body is not compressed as its Content-Encoding says.");
        }
        catch (InvalidOperationException e)
        {
            throw RequestException.Invalid($"The body cannot be read: {e.Message}");
        }
    }

    private RequestException ErrorOf(Exception failure, HttpContext context, ErrorStyle style)
    {
        RequestException error = failure switch
        {
            RequestException known => known,
            QueueFullException full => RequestException.Overloaded(full.Message, full.RetryAfter),
            StoppingException => RequestException.Stopping(),

            // The client is still there: the server ends its connections.
            OperationCanceledException => RequestException.Stopping(),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
                new RequestException(StatusCodes.Status413PayloadTooLarge, ErrorKind.Validation, $"The body is too large; at most {options.MaxRequestBytes} bytes are allowed."),
            BadHttpRequestException bad => new RequestException(bad.StatusCode, ErrorKind.Validation, bad.Message),
            TokenizerException tokenizer => new RequestException(StatusCodes.Status422UnprocessableEntity, ErrorKind.Tokenizer, tokenizer.Message),
            _ => Unexpected(failure, context),
        };
        return ErrorBody.StatusOf(style, error) is int status && status != error.Status
            ? new RequestException(status, error.Kind, error.Message) { Parameter = error.Parameter, RetryAfter = error.RetryAfter }
            : error;
    }

    // A fault of the server or of the model: the caller learns what kind of failure it was, the log has all of it.
    private RequestException Unexpected(Exception failure, HttpContext context)
    {
        ServerLog.RequestFailed(logger, context.Request.Path, failure);
        return failure is NonFiniteResultException
            ? new RequestException(StatusCodes.Status424FailedDependency, ErrorKind.Backend, failure.Message)
            : new RequestException(StatusCodes.Status500InternalServerError, ErrorKind.Backend, $"The model failed: {failure.GetType().Name}.");
    }
}
