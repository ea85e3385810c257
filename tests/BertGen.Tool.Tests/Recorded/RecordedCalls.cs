using System.Text.Json;
using System.Text.Json.Nodes;

namespace BertGen.Tool.Tests.Recorded;

/// <summary>Recorded calls as requests of the tool.</summary>
internal static class RecordedCalls
{
    private static readonly Dictionary<string, string> Arguments = new()
    {
        ["prompt"] = "prompt",
        ["prompt_name"] = "promptName",
        ["truncate_dim"] = "dimensions",
        ["normalize_embeddings"] = "normalize",
        ["apply_softmax"] = "softmax",
        ["activation_fn"] = "activation",
        ["max_active_dims"] = "maxActive",
    };

    /// <summary>The request of a call; null for what is no promise: ranges that are those of the call itself, and padding on the left.</summary>
    /// <param name="call">The call.</param>
    /// <param name="padsLeft">Whether padding goes to the left.</param>
    /// <param name="kind">The class of the library.</param>
    public static string? RequestOf(JsonElement call, bool padsLeft, string kind)
    {
        JsonElement arguments = call.TryGetProperty("arguments", out JsonElement given) ? given : default;
        bool Has(string name) => arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty(name, out _);
        bool isAlone = Has("batch_size") && arguments.GetProperty("batch_size").GetInt32() == 1;
        bool hasSeveral = call.TryGetProperty("texts", out JsonElement texts) && texts.GetArrayLength() > 1;
        string method = call.GetProperty("method").GetString()!;
        if (Has("precision") || (Has("batch_size") && arguments.GetProperty("batch_size").GetInt32() == 0) || (padsLeft && hasSeveral && !isAlone))
        {
            return null;
        }

        var request = new JsonObject();
        if (method.StartsWith("encode", StringComparison.Ordinal))
        {
            string name = kind switch { "SparseEncoder" => "sparse", "MultiVectorEncoder" => "multi", _ => "embed" };
            request[name] = texts.ValueKind == JsonValueKind.Array ? Node(texts) : new JsonArray(Node(call.GetProperty("text")));
            if (name != "multi")
            {
                request["ids"] = true;
            }

            if (method != "encode")
            {
                request["kind"] = method["encode_".Length..];
            }

            if (Has("output_value"))
            {
                request["tokens"] = true;
            }
        }
        else if (method == "predict")
        {
            JsonNode pairs = Node(call.GetProperty("pairs"))!;
            request["score"] = pairs is JsonArray { Count: > 0 } list && list[0] is not JsonArray ? new JsonArray(pairs) : pairs;
        }
        else if (method.StartsWith("similarity", StringComparison.Ordinal))
        {
            if (call.TryGetProperty("method_a", out JsonElement left) && left.GetString() != "encode")
            {
                return null;
            }

            request["similarity"] = new JsonArray(Node(call.GetProperty("texts_a")), Node(call.GetProperty("texts_b")));
            request["pairwise"] = method.EndsWith("pairwise", StringComparison.Ordinal);
        }
        else
        {
            return null;
        }

        foreach ((string name, string member) in Arguments)
        {
            if (Has(name))
            {
                request[member] = Node(arguments.GetProperty(name));
            }
        }

        return request.ToJsonString();
    }

    private static JsonNode? Node(JsonElement element) => JsonNode.Parse(element.GetRawText());
}
