using System.Text.Json;
using BertGen.Serving.Json;
using Microsoft.AspNetCore.Http;

namespace BertGen.Serving.Http;

/// <summary>Writes errors in the shape that the clients of a route read.</summary>
internal static class ErrorBody
{
    /// <summary>Answers a request with an error.</summary>
    public static async Task WriteAsync(HttpContext context, ErrorStyle style, RequestException error)
    {
        context.Response.Clear();
        context.Response.StatusCode = error.Status;
        context.Response.ContentType = "application/json";
        if (error.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (error.Kind == ErrorKind.Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        byte[] body = style switch
        {
            ErrorStyle.OpenAi => JsonSerializer.SerializeToUtf8Bytes(new OpenAiError(new OpenAiErrorBody(error.Message, TypeOf(error.Kind), error.Parameter, CodeOf(error))), ServerJson.Default.OpenAiError),
            ErrorStyle.Cohere => JsonSerializer.SerializeToUtf8Bytes(new CohereError(error.Message, error.Message), ServerJson.Default.CohereError),
            _ => JsonSerializer.SerializeToUtf8Bytes(new TeiError(error.Message, error.Kind.ToString()), ServerJson.Default.TeiError),
        };
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The status of an error: OpenAI's clients expect 400 for whatever is wrong with a request.</summary>
    public static int StatusOf(ErrorStyle style, RequestException error) =>
        style == ErrorStyle.OpenAi && error.Status == StatusCodes.Status422UnprocessableEntity ? StatusCodes.Status400BadRequest : error.Status;

    private static string TypeOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Overloaded => "rate_limit_error",
        ErrorKind.Unhealthy or ErrorKind.Backend => "server_error",
        ErrorKind.Unauthorized => "authentication_error",
        _ => "invalid_request_error",
    };

    private static string? CodeOf(RequestException error) => error switch
    {
        { Kind: ErrorKind.Unauthorized } => "invalid_api_key",
        { Kind: ErrorKind.NotFound } => "model_not_found",
        { Kind: ErrorKind.Overloaded } => "rate_limit_exceeded",
        { Kind: ErrorKind.Tokenizer } => "invalid_text",
        { Status: StatusCodes.Status413PayloadTooLarge } => "request_too_large",
        _ => null,
    };
}
