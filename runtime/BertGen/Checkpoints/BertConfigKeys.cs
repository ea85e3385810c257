using System.Text.Json;

namespace BertGen.Checkpoints;

/// <summary>
/// The keys of one config, read by type and range. A key that is absent, or null, takes its default; without a default it is
/// missing. Of a repeated key the last one counts.
/// </summary>
internal readonly struct BertConfigKeys
{
    private const int MostTextShown = 60;

    private readonly JsonElement _root;
    private readonly ReadOnlyMemory<byte> _text;
    private readonly string _path;

    public BertConfigKeys(JsonElement root, ReadOnlyMemory<byte> text, string path)
    {
        (_root, _text, _path) = (root, text, path);
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new CheckpointException(path, $"expected a JSON object, found {Shown(root)}.{JsonText.PlaceOfRoot(text.Span)}");
        }
    }

    public bool Has(string key) => Find(key) is not null;

    public int Integer(string key, int? fallback, int least, int most) => Find(key) switch
    {
        null => fallback ?? throw new CheckpointException(_path, $"expected the key \"{key}\", found none."),
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out int result) && result >= least && result <= most => result,
        { } other => throw Wrong(key, $"an integer between {least} and {most}", other),
    };

    public double Number(string key, double fallback, Func<double, bool> holds, string expected) => Find(key) switch
    {
        null => fallback,
        { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out double result) && holds(result) => result,
        { } other => throw Wrong(key, expected, other),
    };

    public string Text(string key, string fallback) => Find(key) switch
    {
        null => fallback,
        { ValueKind: JsonValueKind.String } value => value.GetString()!,
        { } other => throw Wrong(key, "a string", other),
    };

    /// <summary>A list of texts as one, with a comma between them.</summary>
    public string Texts(string key) => Find(key) switch
    {
        null => throw new CheckpointException(_path, $"expected the key \"{key}\", found none."),
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(text => text.ValueKind == JsonValueKind.String) =>
            string.Join(", ", list.EnumerateArray().Select(text => text.GetString())),
        { } other => throw Wrong(key, "a list of strings", other),
    };

    public bool Boolean(string key) => Find(key) switch
    {
        null => false,
        { ValueKind: JsonValueKind.True or JsonValueKind.False } value => value.GetBoolean(),
        { } other => throw Wrong(key, "true or false", other),
    };

    /// <summary>The value of a key; a dot leads into an object.</summary>
    private JsonElement? Find(string key)
    {
        JsonElement value = _root;
        foreach (string part in key.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(part, out value) || value.ValueKind == JsonValueKind.Null)
            {
                return null;
            }
        }

        return value;
    }

    private CheckpointException Wrong(string key, string expected, JsonElement found) =>
        new(_path, $"\"{key}\": expected {expected}, found {Shown(found)}.{JsonText.PlaceOf(_text.Span, key)}");

    private static string Shown(JsonElement value)
    {
        string text = value.GetRawText();
        return text.Length <= MostTextShown ? text : string.Concat(text.AsSpan(0, MostTextShown), "...");
    }
}
