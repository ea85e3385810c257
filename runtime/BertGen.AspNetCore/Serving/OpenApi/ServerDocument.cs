using BertGen.Serving.Json;
using BertGen.Serving.Routes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace BertGen.Serving.OpenApi;

/// <summary>The document of OpenAPI about the routes of models.</summary>
internal static class ServerDocument
{
    /// <summary>The name of the document.</summary>
    public const string Name = "bertgen";

    /// <summary>Describes the routes of models alone, with those types that a schema cannot be made of by itself.</summary>
    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = route => route.ActionDescriptor.EndpointMetadata.OfType<ServedRoute>().Any();
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "BertGen";
            document.Info.Description = "Embeddings, rerankers and classifiers, by the routes of OpenAI, text-embeddings-inference, Cohere and Jina.";
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (AlternativesOf(context.JsonTypeInfo.Type) is { } alternatives)
            {
                schema.OneOf = alternatives;
            }

            // Of a list whose items cannot be told, nothing is.
            if (context.JsonTypeInfo.Type == typeof(CohereDocument[]))
            {
                schema.Items = new OpenApiSchema { OneOf = AlternativesOf(typeof(CohereDocument)) };
            }

            // The application may read numbers from texts; these routes do not.
            if (schema is { Pattern: not null, Type: { } type } && (type & (JsonSchemaType.Integer | JsonSchemaType.Number)) != 0)
            {
                (schema.Type, schema.Pattern) = (type & ~JsonSchemaType.String, null);
            }

            return Task.CompletedTask;
        });
    }

    private static List<IOpenApiSchema>? AlternativesOf(Type type) =>
        type == typeof(TextInputs) ? [Text(), List(Text()), List(Id()), List(List(Id()))]
        : type == typeof(IdLists) ? [List(Id()), List(List(Id()))]
        : type == typeof(PredictInputs) ? [Text(), List(Text(), 1, 2), List(List(Text(), 1, 2))]
        : type == typeof(CohereDocument) ? [Text(), new OpenApiSchema { Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema> { ["text"] = Text() }, Required = new HashSet<string> { "text" } }]
        : type == typeof(EmbeddingValues) ? [List(new OpenApiSchema { Type = JsonSchemaType.Number, Format = "float" }), new OpenApiSchema { Type = JsonSchemaType.String, Format = "byte" }]
        : type == typeof(Predictions) ? [List(Prediction()), List(List(Prediction()))]
        : null;

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static OpenApiSchema Id() => new() { Type = JsonSchemaType.Integer, Minimum = "0" };

    private static OpenApiSchema Prediction() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema> { ["score"] = new OpenApiSchema { Type = JsonSchemaType.Number, Format = "float" }, ["label"] = Text() },
        Required = new HashSet<string> { "score", "label" },
    };

    private static OpenApiSchema List(OpenApiSchema items, int? least = null, int? most = null) =>
        new() { Type = JsonSchemaType.Array, Items = items, MinItems = least, MaxItems = most };
}
