using System.Globalization;
using System.Text.Json;
using BertGen.Package.Tests.Harness;

namespace BertGen.Package.Tests;

/// <summary>Texts and what sentence-transformers makes of them with the small model of the repository.</summary>
internal static class RecordedVectors
{
    private const float Tolerance = 1e-5f;

    /// <summary>The recorded texts in their order.</summary>
    public static IReadOnlyList<(string Text, float[] Vector)> WordNetMini { get; } = Read();

    /// <summary>The numbers of a line, with spaces between them.</summary>
    public static float[] Numbers(string line) => [.. line.Split(' ').Select(number => float.Parse(number, CultureInfo.InvariantCulture))];

    /// <summary>Compares what a program printed with what was recorded.</summary>
    public static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        float largest = expected.Zip(actual, (e, a) => MathF.Abs(e - a)).Max();
        Assert.True(largest <= Tolerance, $"The largest difference is {largest:g3}, above {Tolerance:g3}.");
    }

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
