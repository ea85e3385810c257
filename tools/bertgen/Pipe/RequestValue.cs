using System.Text.Json;

namespace BertGen.Tool.Pipe;

/// <summary>A value of a request, and its place in it: <c>embed[3]</c>.</summary>
internal readonly struct RequestValue(string place, JsonElement value)
{
    private const int MaxShownLength = 40;

    /// <summary>The place, for messages.</summary>
    public string Place => place;

    /// <summary>Whether it is an array.</summary>
    public bool IsArray => value.ValueKind == JsonValueKind.Array;

    /// <summary>The error for a value of another kind.</summary>
    public static PipeException Wrong(string place, string expected, JsonElement found) =>
        new(PipeCode.NotARequest, $"'{place}' is {Describe(found)}; expected {expected}.");

    /// <summary>True or false.</summary>
    public bool Flag() => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong("true or false");

    /// <summary>A whole number.</summary>
    public int Int() => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : throw Wrong("a whole number");

    /// <summary>A whole number that is not negative.</summary>
    public int Count() => Int() is >= 0 and var count ? count : throw Wrong("a number of pieces, 0 or more");

    /// <summary>A number.</summary>
    public float Number() => value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out float number) && float.IsFinite(number) ? number : throw Wrong("a number");

    /// <summary>A text.</summary>
    public string Text()
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw Wrong("a text");
        }

        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new PipeException(PipeCode.NotARequest, $"'{Place}' has half of a surrogate pair in it, which is no character; expected Unicode text.");
        }
    }

    /// <summary>One of some words.</summary>
    public string Word(params ReadOnlySpan<string> words)
    {
        string expected = $"one of {string.Join(", ", words!)}";
        return value.ValueKind == JsonValueKind.String && words.Contains(Text()) ? Text() : throw Wrong(expected);
    }

    /// <summary>An object.</summary>
    public PipeRequest Object(params ReadOnlySpan<string> members)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Wrong($"an object with {string.Join(", ", members!)}");
        }

        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (!members.Contains(member.Name))
            {
                throw new PipeException(PipeCode.NotARequest, $"'{Place}' has the member '{member.Name}'; expected {string.Join(", ", members!)}.");
            }
        }

        return new PipeRequest(value);
    }

    /// <summary>The items of an array.</summary>
    /// <param name="expected">What it is an array of.</param>
    public IEnumerable<RequestValue> Items(string expected)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(expected);
        }

        int index = 0;
        var items = new RequestValue[value.GetArrayLength()];
        foreach (JsonElement item in value.EnumerateArray())
        {
            items[index] = new RequestValue($"{Place}[{index}]", item);
            index++;
        }

        return items;
    }

    /// <summary>An array of texts.</summary>
    public string[] Texts() => [.. Items("an array of texts").Select(item => item.Text())];

    /// <summary>An array of whole numbers.</summary>
    public int[] Ints() => [.. Items("an array of whole numbers").Select(item => item.Int())];

    /// <summary>An array of numbers.</summary>
    public float[] Numbers() => [.. Items("an array of numbers").Select(item => item.Number())];

    private PipeException Wrong(string expected) => Wrong(Place, expected, value);

    private static string Describe(JsonElement found) => found.ValueKind switch
    {
        JsonValueKind.Undefined => "missing",
        JsonValueKind.Null => "null",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => $"an array of {found.GetArrayLength()}",
        _ => found.GetRawText() is { Length: > MaxShownLength } text ? text[..MaxShownLength] + "..." : found.GetRawText(),
    };
}
