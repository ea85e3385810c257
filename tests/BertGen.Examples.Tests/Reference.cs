using System.Text.Json;
using BertGen.RealModels.Tests;

namespace BertGen.Examples.Tests;

/// <summary>Recorded vectors of other programs.</summary>
public static class Reference
{
    private static readonly JsonElement WordNetMiniItems = ReadWordNetMini();

    private static readonly Lazy<RecordedVectors> MiniLmVectors = new(() => new RecordedVectors("all-MiniLM-L6-v2"));

    /// <summary>The sentence vector that PyTorch computed for a text with <c>wordnet-mini</c>.</summary>
    public static float[] WordNetMini(string text) => Floats(Item(text).GetProperty("embedding_f32"));

    /// <summary>The last layer's vectors of the pieces of a text, one after the other.</summary>
    public static float[] WordNetMiniPieces(string text) => [.. Item(text).GetProperty("hidden_states_f32").EnumerateArray().Last().EnumerateArray().SelectMany(Floats)];

    /// <summary>The sentence vector that the published all-MiniLM-L6-v2 has for a text.</summary>
    public static float[] MiniLm(string text) => MiniLmVectors.Value.Vectors[Array.IndexOf(RecordedVectors.Texts, text)];

    /// <summary>The ids that the published tokenizer of all-MiniLM-L6-v2 gives a text.</summary>
    public static int[] MiniLmIds(string text) => MiniLmVectors.Value.Ids[Array.IndexOf(RecordedVectors.Texts, text)];

    private static JsonElement Item(string text) => WordNetMiniItems.EnumerateArray().Single(item => item.GetProperty("text").GetString() == text);

    private static float[] Floats(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetSingle())];

    private static JsonElement ReadWordNetMini()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RepositoryFolder.WordNetMini, "reference", "expected.json")));
        return document.RootElement.GetProperty("items").Clone();
    }
}
