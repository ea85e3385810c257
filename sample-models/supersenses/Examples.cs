namespace Supersenses;

/// <summary>Definitions, and the numbers of their supersenses.</summary>
/// <param name="Texts">The definitions.</param>
/// <param name="Labels">A number for each.</param>
internal sealed record Examples(string[] Texts, int[] Labels)
{
    public int Count => Texts.Length;

    /// <summary>The supersenses of all synsets, by number.</summary>
    public static string[] SupersensesOf(Synset[] synsets) =>
        [.. synsets.Select(synset => synset.Supersense).Distinct().Order(StringComparer.Ordinal)];

    public static Examples Of(IEnumerable<Synset> synsets, string[] supersenses)
    {
        Synset[] all = [.. synsets];
        return new Examples(
            [.. all.Select(synset => synset.Definition)],
            [.. all.Select(synset => Array.BinarySearch(supersenses, synset.Supersense, StringComparer.Ordinal))]);
    }

    /// <summary>Some of them.</summary>
    public Examples Take(ReadOnlySpan<int> indices)
    {
        var taken = new Examples(new string[indices.Length], new int[indices.Length]);
        for (int i = 0; i < indices.Length; i++)
        {
            (taken.Texts[i], taken.Labels[i]) = (Texts[indices[i]], Labels[indices[i]]);
        }

        return taken;
    }
}
