using System.Text.Json;

namespace BertGen.Tests.Text;

/// <summary>The recorded data, copied beside the test assembly.</summary>
internal static class TestFiles
{
    public static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "golden", "tokenizer", name);

    public static string WordNetMini(string name) => Path.Combine(AppContext.BaseDirectory, "wordnet-mini", name);

    public static JsonElement ReadJson(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }

    public static JsonElement[] Cases(string name) => [.. ReadJson(Golden(name)).GetProperty("cases").EnumerateArray()];

    public static string[] Strings(this JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString()!)];

    public static int[] Ints(this JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetInt32())];

    /// <summary>The items of an array, or null.</summary>
    public static string[]? StringsOrNull(this JsonElement value) =>
        value.ValueKind == JsonValueKind.Null ? null : value.Strings();
}
