using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace BertGen.Serving.Page;

/// <summary>The page at <c>/</c> to try the models. It is one file, loads nothing from elsewhere, and asks the routes as every client does.</summary>
internal static class PageRoute
{
    private const string Resource = "BertGen.Serving.Page.index.html";

    // What a text of somebody says is never run: the page writes it as text, and the browser loads and asks nothing from elsewhere.
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Maps it, behind whatever else the application has there.</summary>
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/", async context =>
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        using Stream page = typeof(PageRoute).Assembly.GetManifestResourceStream(Resource)!;
        context.Response.ContentLength = page.Length;
        await page.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
    }).Add(route => ((RouteEndpointBuilder)route).Order = int.MaxValue);
}
