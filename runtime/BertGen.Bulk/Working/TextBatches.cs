namespace BertGen.Bulk.Working;

/// <summary>Groups texts of like length in batches of bounded size.</summary>
internal static class TextBatches
{
    /// <summary>Most texts of a batch: enough to keep all processors at work.</summary>
    public const int MaxTexts = 1024;

    /// <summary>Most characters of a batch that has more than one text: some 16,000 pieces of English.</summary>
    private const int MaxCharacters = 1 << 16;

    /// <summary>Cuts texts in batches.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="maxTexts">Most texts of a batch.</param>
    /// <returns>The numbers of the texts of each batch; all numbers are in one of them.</returns>
    public static IEnumerable<int[]> Of(IReadOnlyList<string> texts, int maxTexts = MaxTexts)
    {
        int[] order = [.. Enumerable.Range(0, texts.Count)];
        Array.Sort(Array.ConvertAll(order, i => texts[i].Length), order);
        int first = 0, characters = 0;
        for (int i = 0; i < order.Length; i++)
        {
            int length = texts[order[i]].Length;
            if (i > first && (i - first == maxTexts || characters + length > MaxCharacters))
            {
                yield return order[first..i];
                (first, characters) = (i, 0);
            }

            characters += length;
        }

        if (order.Length > first)
        {
            yield return order[first..];
        }
    }
}
