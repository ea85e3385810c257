using System.Text.Json;
using BertGen.AspNetCore.Tests.Harness;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BertGen.AspNetCore.Tests.Serving;

/// <summary>The document of OpenAPI beside what the routes take and answer.</summary>
public sealed class DocumentTests(AllModels models) : IClassFixture<AllModels>
{
    public static TheoryData<string, string> Requests => new()
    {
        { "/v1/embeddings", """{"input": ["a", "b"], "model": "WordNetMini", "dimensions": 8, "encoding_format": "float"}""" },
        { "/v1/embeddings", """{"input": "a", "encoding_format": "base64"}""" },
        { "/v1/embeddings", """{"input": [2, 79, 3]}""" },
        { "/embed", """{"inputs": [[79], [79, 1297]], "truncate": true, "normalize": true}""" },
        { "/embed_all", """{"inputs": "a"}""" },
        { "/embed_sparse", """{"inputs": "a cat"}""" },
        { "/similarity", """{"inputs": {"source_sentence": "a", "sentences": ["b"]}, "parameters": {"truncate": true}}""" },
        { "/tokenize", """{"inputs": "a dog", "add_special_tokens": true}""" },
        { "/decode", """{"ids": [79], "skip_special_tokens": false}""" },
        { "/rerank", """{"query": "a", "texts": ["b"], "return_text": true}""" },
        { "/v1/rerank", """{"query": "a", "documents": ["b", {"text": "c"}], "return_documents": true}""" },
        { "/v1/rerank", """{"query": "a", "documents": ["b"], "top_n": 1}""" },
        { "/rerank", """{"query": "a", "texts": ["b"]}""" },
        { "/predict", """{"inputs": "a", "model": "moods"}""" },
        { "/predict", """{"inputs": [["a"], ["a", "b"]], "model": "moods"}""" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task RequestsAndAnswersAreWhatTheDocumentSays(string route, string body)
    {
        JsonElement document = await ReadAsync();
        JsonElement operation = document.GetProperty("paths").GetProperty(route).GetProperty("post");
        JsonElement request = JsonDocument.Parse(body).RootElement;
        Assert.Equal("", Difference(request, SchemaOf(operation.GetProperty("requestBody")), document, "request"));
        JsonElement answer = await models.Host.AskAsync(route[1..], request);
        Assert.Equal("", Difference(answer, SchemaOf(operation.GetProperty("responses").GetProperty("200")), document, "answer"));
        JsonElement error = await models.Host.RefusedAsync(route == "/v1/embeddings" ? 400 : 422, route[1..], "{");
        Assert.Equal("", Difference(error, SchemaOf(operation.GetProperty("responses").GetProperty("422")), document, "error"));
    }

    [Fact]
    public async Task EveryRouteOfModelsIsInTheDocument()
    {
        JsonElement document = await ReadAsync();
        string[] routes = [.. models.Host.Application.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.RawText!)
            .Where(route => !route.StartsWith("/health", StringComparison.Ordinal) && !route.StartsWith("/openapi", StringComparison.Ordinal) && route is not ("/metrics" or "/"))
            .Order(StringComparer.Ordinal)];
        Assert.Equal(routes, document.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        Assert.Equal("", Difference(JsonDocument.Parse(await models.Host.Client.GetStringAsync("info")).RootElement, SchemaOf(document.GetProperty("paths").GetProperty("/info").GetProperty("get").GetProperty("responses").GetProperty("200")), document, "info"));
        Assert.Equal("", Difference(JsonDocument.Parse(await models.Host.Client.GetStringAsync("v1/models")).RootElement, SchemaOf(document.GetProperty("paths").GetProperty("/v1/models").GetProperty("get").GetProperty("responses").GetProperty("200")), document, "models"));
    }

    private async Task<JsonElement> ReadAsync() => JsonDocument.Parse(await models.Host.Client.GetStringAsync("openapi.json")).RootElement;

    private static JsonElement SchemaOf(JsonElement holder) => holder.GetProperty("content").GetProperty("application/json").GetProperty("schema");

    /// <summary>Where a value is not what a schema says; nothing where it is.</summary>
    private static string Difference(JsonElement value, JsonElement schema, JsonElement document, string place)
    {
        if (schema.TryGetProperty("$ref", out JsonElement reference))
        {
            return Difference(value, document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]), document, place);
        }

        if (schema.TryGetProperty("oneOf", out JsonElement alternatives))
        {
            string[] differences = [.. alternatives.EnumerateArray().Select(alternative => Difference(value, alternative, document, place))];
            return differences.Contains("") ? "" : string.Join("; ", differences);
        }

        if (!schema.TryGetProperty("type", out JsonElement type))
        {
            return $"{place} has no type in the document";
        }

        string[] types = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(item => item.GetString()!)] : [type.GetString()!];
        string found = value.ValueKind switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => value.TryGetInt64(out _) && types.Contains("integer") ? "integer" : "number",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Array => "array",
            JsonValueKind.Object => "object",
            _ => "null",
        };
        if (!types.Contains(found))
        {
            return $"{place} is {found}, and {string.Join('|', types)} in the document";
        }

        return found switch
        {
            "array" => string.Concat(value.EnumerateArray().Take(3).Select(item => Difference(item, schema.GetProperty("items"), document, place + "[]"))),
            "object" => Members(value, schema, document, place),
            _ => "",
        };
    }

    private static string Members(JsonElement value, JsonElement schema, JsonElement document, string place)
    {
        IEnumerable<string> missing = schema.TryGetProperty("required", out JsonElement required)
            ? required.EnumerateArray().Select(name => name.GetString()!).Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{place}.{name} is required. ")
            : [];
        return string.Concat(missing.Concat(value.EnumerateObject().Select(member =>
            schema.TryGetProperty("properties", out JsonElement properties) && properties.TryGetProperty(member.Name, out JsonElement known) ? Difference(member.Value, known, document, $"{place}.{member.Name}")
            : schema.TryGetProperty("additionalProperties", out JsonElement any) ? Difference(member.Value, any, document, $"{place}.{member.Name}")
            : $"{place}.{member.Name} is not in the document. ")));
    }
}
