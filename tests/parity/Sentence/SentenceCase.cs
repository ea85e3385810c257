using System.Text.Json;
using BertGen.Tool.Tests.Recorded;

namespace BertGen.Parity.Sentence;

/// <summary>A recorded folder of a SentenceTransformer or a CrossEncoder that compiles, and its calls.</summary>
internal sealed record SentenceCase(string Name, string Folder, bool IsStatic, JsonElement Recorded)
{
    /// <summary>Folders that are refused: the library goes on in silence, or has another head than is named.</summary>
    private static readonly string[] Refused =
    [
        "dense_form_activation_foreign", "layout_other_model_type", "layout_modules_duplicate_name", "weighted_layer_pooling", "form_empty_list", "cross_pooling_dense",
        "cross_no_head_architecture",
    ];

    private static readonly Lazy<IReadOnlyList<SentenceCase>> Read = new(() => [.. ReadAll()]);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SentenceCase> All => Read.Value;

    public static SentenceCase Find(string name) => All.Single(recorded => recorded.Name == name);

    /// <summary>The calls that have a value of their own: without ranges of the call itself, and no batches with padding on the left.</summary>
    public IEnumerable<JsonElement> Calls
    {
        get
        {
            bool padsLeft = Recorded.GetProperty("loaded").TryGetProperty("padding_side", out JsonElement side) && side.GetString() == "left";
            return Recorded.GetProperty("calls").EnumerateArray().Where(call =>
                Argument(call, "batch_size")?.GetInt32() is not 0
                && !(padsLeft && Argument(call, "batch_size")?.GetInt32() is not 1 && call.TryGetProperty("texts", out JsonElement texts) && texts.GetArrayLength() > 1));
        }
    }

    /// <summary>The tensors of the calls.</summary>
    public RecordedTensors Tensors => new(Path.Combine(RecordedSentences.Folder, "cases", Name + ".safetensors"));

    /// <summary>An argument of a call; null where it is absent or null.</summary>
    public static JsonElement? Argument(JsonElement call, string name) =>
        call.TryGetProperty("arguments", out JsonElement arguments) && arguments.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static IEnumerable<SentenceCase> ReadAll()
    {
        foreach (JsonElement item in RecordedSentences.Index.Where(item => item.GetProperty("class").GetString() is "SentenceTransformer" or "CrossEncoder"))
        {
            string name = item.GetProperty("name").GetString()!;
            JsonElement recorded = RecordedSentences.ReadJson(Path.Combine(RecordedSentences.Folder, "cases", name + ".json"));
            if (!recorded.TryGetProperty("expect_load_error", out _) && !Refused.Contains(name))
            {
                string folder = recorded.TryGetProperty("folder", out JsonElement own) ? own.GetString()! : item.GetProperty("folder").GetString()!;
                yield return new SentenceCase(name, Path.Combine(RecordedSentences.Folder, folder), item.GetProperty("family").ValueKind == JsonValueKind.Null, recorded);
            }
        }
    }
}
