namespace BertGen.Common.Texts;

/// <summary>Levenshtein distance, for "did you mean".</summary>
internal static class EditDistance
{
    public static int Between(string left, string right)
    {
        int[] row = new int[right.Length + 1];
        for (int j = 0; j <= right.Length; j++)
        {
            row[j] = j;
        }

        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                bool same = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
                int replaced = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j - 1], row[j]));
            }
        }

        return row[right.Length];
    }

    /// <summary>The candidate that is nearest to a text, or null when none is near enough to be a slip.</summary>
    public static string? Nearest(string text, IEnumerable<string> candidates)
    {
        string? nearest = null;
        int best = Math.Max(2, text.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            int distance = Between(text, candidate);
            if (distance < best)
            {
                (nearest, best) = (candidate, distance);
            }
        }

        return nearest;
    }
}
