using System.Text.Json;

namespace BertGen.Bulk.Protocol;

/// <summary>Finds the first value in which two configurations differ.</summary>
internal static class RunDifference
{
    private const string None = "nothing";

    /// <summary>The first difference.</summary>
    /// <param name="pinned">What the run has.</param>
    /// <param name="other">What is asked for.</param>
    /// <param name="names">Names of the properties that are compared; none for all.</param>
    /// <returns>The place with both values; null where there is none.</returns>
    public static (string Place, string Pinned, string Other)? Find(byte[] pinned, byte[] other, params ReadOnlySpan<string> names)
    {
        using var left = JsonDocument.Parse(pinned);
        using var right = JsonDocument.Parse(other);
        if (names.IsEmpty)
        {
            return Find("", left.RootElement, right.RootElement);
        }

        foreach (string name in names)
        {
            if (Find(name, Property(left.RootElement, name), Property(right.RootElement, name)) is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    private static (string Place, string Pinned, string Other)? Find(string place, JsonElement? pinned, JsonElement? other)
    {
        if (pinned is not { } left || other is not { } right || left.ValueKind != right.ValueKind)
        {
            return pinned is null && other is null ? null : (place, Text(pinned), Text(other));
        }

        switch (left.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (string name in left.EnumerateObject().Concat(right.EnumerateObject()).Select(property => property.Name).Distinct())
                {
                    if (Find(place.Length == 0 ? name : $"{place}.{name}", Property(left, name), Property(right, name)) is { } difference)
                    {
                        return difference;
                    }
                }

                return null;
            case JsonValueKind.Array when left.GetArrayLength() != right.GetArrayLength():
                return (place, $"{left.GetArrayLength()} values", $"{right.GetArrayLength()} values");
            case JsonValueKind.Array:
                for (int i = 0; i < left.GetArrayLength(); i++)
                {
                    if (Find($"{place}[{i}]", left[i], right[i]) is { } difference)
                    {
                        return difference;
                    }
                }

                return null;
            default:
                return left.GetRawText() == right.GetRawText() ? null : (place, Text(left), Text(right));
        }
    }

    private static JsonElement? Property(JsonElement value, string name) => value.TryGetProperty(name, out JsonElement found) ? found : null;

    private static string Text(JsonElement? value) => value?.GetRawText() ?? None;
}
