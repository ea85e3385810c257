using System.Text.Json;

namespace BertGen.Tool.Tests.Recorded;

/// <summary>Compares answers with what was recorded.</summary>
internal static class Expected
{
    private const double Tolerance = 1e-5;

    /// <summary>Asserts that numbers agree within 1e-5, or three times what the library's own single precision is off.</summary>
    /// <param name="expected">In double precision.</param>
    /// <param name="single">The same as the library computes it in single precision, if it is there.</param>
    /// <param name="answer">Numbers, in arrays of any depth.</param>
    /// <param name="place">For messages.</param>
    public static void AssertClose(double[] expected, double[]? single, JsonElement answer, string place)
    {
        double[] found = [.. Flatten(answer)];
        Assert.True(found.Length == expected.Length, $"{place}: expected {expected.Length} numbers, found {found.Length}");
        double largest = expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(1).Max();
        double own = single is null ? 0 : Enumerable.Range(0, expected.Length).Where(i => double.IsFinite(expected[i])).Select(i => Math.Abs(expected[i] - single[i])).DefaultIfEmpty(0).Max();
        double tolerance = Math.Max(Math.Max(Tolerance, Tolerance * largest), 3 * own);
        for (int i = 0; i < found.Length; i++)
        {
            bool agrees = double.IsFinite(expected[i]) ? Math.Abs(found[i] - expected[i]) <= tolerance : found[i].Equals(expected[i]);
            Assert.True(agrees, $"{place}: number {i} is {found[i]:R}, expected {expected[i]:R} within {tolerance:g3}");
        }
    }

    /// <summary>Numbers in arrays of any depth; infinities are written as texts.</summary>
    public static IEnumerable<double> Flatten(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Flatten),
        JsonValueKind.String => [double.Parse(value.GetString()!, System.Globalization.CultureInfo.InvariantCulture)],
        _ => [value.GetDouble()],
    };
}
