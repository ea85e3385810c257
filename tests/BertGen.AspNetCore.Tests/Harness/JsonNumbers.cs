using System.Text.Json;

namespace BertGen.AspNetCore.Tests.Harness;

/// <summary>Reads vectors of answers; a number is read back as the same float32.</summary>
internal static class JsonNumbers
{
    public static float[] Floats(this JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetSingle())];

    public static float[][] Rows(this JsonElement array) => [.. array.EnumerateArray().Select(row => row.Floats())];

    public static int[] Ints(this JsonElement array, string member) => [.. array.EnumerateArray().Select(value => value.GetProperty(member).GetInt32())];
}
