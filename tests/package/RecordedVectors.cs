using System.Text.Json;
using BertGen.Package.Tests.Harness;

namespace BertGen.Package.Tests;

/// <summary>Texts and what sentence-transformers makes of them with the small model of the repository.</summary>
internal static class RecordedVectors
{
    /// <summary>The recorded texts in their order.</summary>
    public static IReadOnlyList<(string Text, float[] Vector)> WordNetMini { get; } = Read();

    private static List<(string Text, float[] Vector)> Read()
    {
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(TestBuild.Repository, "sample-models", "wordnet-mini", "reference", "expected.json")));
        return
        [
            .. expected.RootElement.GetProperty("items").EnumerateArray().Select(item => (
                item.GetProperty("text").GetString()!,
                item.GetProperty("embedding_f32").EnumerateArray().Select(value => value.GetSingle()).ToArray())),
        ];
    }
}
