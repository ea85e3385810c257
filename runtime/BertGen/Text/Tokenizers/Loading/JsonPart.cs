using System.Text.Json;

namespace BertGen.Text.Tokenizers.Loading;

/// <summary>A value in a JSON file, which knows its place for messages.</summary>
/// <param name="Element">The value.</param>
/// <param name="File">The path of the file.</param>
/// <param name="Place">The JSON path of the value.</param>
/// <param name="Tables">What is not part of the document; null for nothing.</param>
internal readonly record struct JsonPart(JsonElement Element, string File, string Place, JsonTables? Tables = null)
{
    /// <summary>The text of this value.</summary>
    public string Text => Element.ValueKind == JsonValueKind.String ? ReadText(Element) : throw Wrong("a string");

    /// <summary>This value, which is true or false.</summary>
    public bool Boolean => Element.ValueKind is JsonValueKind.True or JsonValueKind.False ? Element.GetBoolean() : throw Wrong("true or false");

    /// <summary>This value, which is a number.</summary>
    public double Number => Element.ValueKind == JsonValueKind.Number && Element.TryGetDouble(out double value) ? value : throw Wrong("a number");

    /// <summary>This value, which is one UTF-16 unit.</summary>
    public char Character => Element.ValueKind == JsonValueKind.String && Text is [char only] && !char.IsSurrogate(only)
        ? only
        : throw Wrong("a string of one character");

    /// <summary>The items of this value, which is an array.</summary>
    public IEnumerable<JsonPart> Items
    {
        get
        {
            if (Element.ValueKind != JsonValueKind.Array)
            {
                throw Wrong("an array");
            }

            int index = 0;
            foreach (JsonElement item in Element.EnumerateArray())
            {
                yield return new JsonPart(item, File, $"{Place}[{index++}]");
            }
        }
    }

    /// <summary>The members of this value, which is an object.</summary>
    public IEnumerable<KeyValuePair<string, JsonPart>> Members
    {
        get
        {
            foreach (JsonProperty member in CheckObject().EnumerateObject())
            {
                string name = NameOf(member);
                yield return new(name, new JsonPart(member.Value, File, $"{Place}.{name}"));
            }
        }
    }

    /// <summary>A member of this object, or null where it is missing or null.</summary>
    public JsonPart? Find(string name) =>
        CheckObject().TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null
            ? new JsonPart(value, File, $"{Place}.{name}", Tables)
            : null;

    /// <summary>This value, which is a table.</summary>
    public JsonTable TableOf(string expected) => Tables?.Find(Place) ?? throw Wrong(expected);

    /// <summary>A member of this object that must be there.</summary>
    public JsonPart Get(string name) =>
        Find(name) ?? throw new TokenizerException(File, Place, $"expected \"{name}\", found none.");

    /// <summary>Whether this object has a member, even a null one.</summary>
    public bool Has(string name) => CheckObject().TryGetProperty(name, out _);

    /// <summary>A member that is true or false, or a value for a missing one.</summary>
    public bool BooleanOr(string name, bool missing) => Find(name)?.Boolean ?? missing;

    /// <summary>A member that is a text, or a value for a missing one.</summary>
    public string TextOr(string name, string missing) => Find(name)?.Text ?? missing;

    /// <summary>This value, which is a whole number in a range.</summary>
    public int Integer(int least, int most) =>
        Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out int value) && value >= least && value <= most
            ? value
            : throw Wrong($"a whole number from {least} to {most}");

    /// <summary>An exception about this value.</summary>
    public TokenizerException Wrong(string expected)
    {
        const int MostShown = 60;
        string found = Element.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => $"an array of {Element.GetArrayLength()}",
            JsonValueKind.Null => "null",
            _ => Element.GetRawText() is { Length: > MostShown } text ? text[..MostShown] + "..." : Element.GetRawText(),
        };
        return new TokenizerException(File, Place, $"expected {expected}, found {found}.");
    }

    /// <summary>An exception about a part that is not supported.</summary>
    public TokenizerException Unsupported(string what) => new(File, Place, $"{what} is not supported.");

    /// <summary>The name of a member, or an exception where it is no Unicode.</summary>
    private string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException e)
        {
            throw new TokenizerException(File, Place, $"expected names that are Unicode text: {e.Message}", e);
        }
    }

    private string ReadText(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new TokenizerException(File, Place, $"expected Unicode text: {e.Message}", e);
        }
    }

    private JsonElement CheckObject() => Element.ValueKind == JsonValueKind.Object ? Element : throw Wrong("an object");
}
