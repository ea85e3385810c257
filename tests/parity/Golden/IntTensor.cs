using System.Numerics.Tensors;
using System.Text.Json;

namespace BertGen.Parity.Golden;

/// <summary>Integers in rows: all axes but the last one count rows.</summary>
internal sealed record IntTensor(int[] Values, nint[] Shape)
{
    public int Width => (int)Shape[^1];

    public int RowCount => Shape[..^1].Aggregate(1, (count, length) => count * (int)length);

    public ReadOnlyTensorSpan<int> Span => new(Values, Shape);

    public ReadOnlySpan<int> Row(int row) => Values.AsSpan(row * Width, Width);

    /// <summary>A row alone, shape (1, length), cut to its first pieces.</summary>
    public IntTensor Alone(int row, int length) => new(Row(row)[..length].ToArray(), [1, length]);

    /// <summary>The place of a flat index, as messages write it: <c>[1, 0]</c>.</summary>
    public string Place(int index)
    {
        string place = "";
        foreach (nint length in Shape.Reverse())
        {
            place = $", {index % length}{place}";
            index /= (int)length;
        }

        return $"[{place[2..]}]";
    }

    /// <summary>Reads nested lists; the shape is given, because empty lists do not tell theirs.</summary>
    public static IntTensor? Parse(JsonElement lists, JsonElement shape) => lists.ValueKind == JsonValueKind.Null
        ? null
        : new IntTensor([.. Flatten(lists)], [.. shape.EnumerateArray().Select(length => (nint)length.GetInt32())]);

    private static IEnumerable<int> Flatten(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().SelectMany(Flatten) : [value.GetInt32()];
}
