namespace BertGen.Tool;

/// <summary>Orders names with the numbers in them as numbers: layer 2 before layer 10.</summary>
internal sealed class TensorNameComparer : IComparer<string>
{
    public static readonly TensorNameComparer Instance = new();

    public int Compare(string? x, string? y)
    {
        string[] left = (x ?? "").Split('.');
        string[] right = (y ?? "").Split('.');
        for (int i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            int order = uint.TryParse(left[i], out uint one) && uint.TryParse(right[i], out uint other)
                ? one.CompareTo(other)
                : string.CompareOrdinal(left[i], right[i]);
            if (order != 0)
            {
                return order;
            }
        }

        int byLength = left.Length.CompareTo(right.Length);
        return byLength != 0 ? byLength : string.CompareOrdinal(x, y);
    }
}
