using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BertGen.Serving.Routes;

/// <summary>Maps routes with what a document of OpenAPI tells of them.</summary>
internal static class RouteMapping
{
    private const string Json = "application/json";

    /// <summary>Maps a route that takes a body.</summary>
    /// <typeparam name="TRequest">The body.</typeparam>
    /// <typeparam name="TResponse">The answer.</typeparam>
    /// <typeparam name="TError">An error.</typeparam>
    public static void Post<TRequest, TResponse, TError>(this IEndpointRouteBuilder endpoints, string pattern, string tag, string summary, RequestDelegate handler) =>
        Describe<TResponse, TError>(endpoints.MapPost(pattern, handler), tag, summary, handler)
            .WithMetadata(new AcceptsMetadata([Json], typeof(TRequest)), new SizeLimit(endpoints.ServiceProvider.GetRequiredService<BertServerOptions>().MaxRequestBytes))
            .WithMetadata(Errors<TError>(400, 413, 415, 422, 429));

    /// <summary>Maps a route that takes none.</summary>
    /// <typeparam name="TResponse">The answer.</typeparam>
    /// <typeparam name="TError">An error.</typeparam>
    public static void Get<TResponse, TError>(this IEndpointRouteBuilder endpoints, string pattern, string tag, string summary, RequestDelegate handler) =>
        Describe<TResponse, TError>(endpoints.MapGet(pattern, handler), tag, summary, handler);

    private static IEndpointConventionBuilder Describe<TResponse, TError>(IEndpointConventionBuilder route, string tag, string summary, RequestDelegate handler) => route
        .WithMetadata(handler.Method, new ServedRoute(), new Tags(tag), new Summary(summary), new ProducesResponseTypeMetadata(200, typeof(TResponse), [Json]))
        .WithMetadata(Errors<TError>(401, 404, 503));

    private static object[] Errors<TError>(params ReadOnlySpan<int> statuses)
    {
        object[] errors = new object[statuses.Length];
        for (int i = 0; i < errors.Length; i++)
        {
            errors[i] = new ProducesResponseTypeMetadata(statuses[i], typeof(TError), [Json]);
        }

        return errors;
    }

    /// <summary>Told before the body is read: what decompresses it counts by it too.</summary>
    private sealed record SizeLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;

    private sealed record Tags(string Tag) : ITagsMetadata
    {
        IReadOnlyList<string> ITagsMetadata.Tags => [Tag];
    }

    private sealed record Summary(string Text) : IEndpointSummaryMetadata
    {
        string IEndpointSummaryMetadata.Summary => Text;
    }
}
