using System.Text.Json;

namespace BertGen.Tool.Tests.Harness;

/// <summary>Reads answers.</summary>
internal static class Json
{
    public static float[][] Rows(this JsonElement array) => [.. array.EnumerateArray().Select(row => row.Numbers())];

    public static float[] Numbers(this JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetSingle())];

    public static int[][] Ids(this JsonElement array) => [.. array.EnumerateArray().Select(row => row.EnumerateArray().Select(item => item.GetInt32()).ToArray())];

    public static string Code(this JsonElement answer) => answer.GetProperty("code").GetString()!;

    public static string Error(this JsonElement answer) => answer.GetProperty("error").GetString()!;

    public static string[] Members(this JsonElement answer) => [.. answer.EnumerateObject().Select(member => member.Name)];

    /// <summary>Asserts that two values say the same, numbers but for rounding; "..." is what is left out of an example.</summary>
    public static void AssertClose(JsonElement expected, JsonElement actual, string place)
    {
        if (IsLeftOut(expected))
        {
            Assert.True(actual.ValueKind is JsonValueKind.Array or JsonValueKind.Object, $"{place}: expected more, found {actual}");
            return;
        }

        Assert.True(expected.ValueKind == actual.ValueKind, $"{place}: expected {expected}, found {actual}");
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                Assert.Equal(expected.Members(), actual.Members());
                Assert.All(expected.EnumerateObject(), member => AssertClose(member.Value, actual.GetProperty(member.Name), $"{place}.{member.Name}"));
                break;
            case JsonValueKind.Array:
                int count = expected.GetArrayLength();
                bool isBeginning = count > 0 && IsLeftOut(expected[count - 1]);
                count = isBeginning ? count - 1 : count;
                Assert.True(isBeginning ? count < actual.GetArrayLength() : count == actual.GetArrayLength(), $"{place}: expected {expected}, found {actual}");
                for (int i = 0; i < count; i++)
                {
                    AssertClose(expected[i], actual[i], $"{place}[{i}]");
                }

                break;
            case JsonValueKind.Number:
                Assert.True(Math.Abs(expected.GetDouble() - actual.GetDouble()) < 1e-5, $"{place}: expected {expected}, found {actual}");
                break;
            default:
                Assert.True(JsonElement.DeepEquals(expected, actual), $"{place}: expected {expected}, found {actual}");
                break;
        }
    }

    private static bool IsLeftOut(JsonElement expected) => expected.ValueKind == JsonValueKind.String && expected.GetString() == "...";
}
