namespace TrainEmbedder;

/// <summary>
/// Makes pairs of synsets that are not held out: the definition, and the words that it defines, either all of them or one. Which, a
/// number decides, so that a training that goes on sees the pairs that it would have seen.
/// </summary>
internal sealed class Pairs(IEnumerable<Synset> synsets, ulong seed)
{
    private readonly Synset[] _synsets = [.. synsets.Where(synset => !synset.IsHeldOut)];

    public int Count => _synsets.Length;

    /// <summary>The texts of a batch: the definitions of all its synsets, and then their words in the same order.</summary>
    public string[] Texts(ReadOnlySpan<int> batch, long step)
    {
        var random = new Random(HashOf(seed, step));
        string[] texts = new string[2 * batch.Length];
        for (int i = 0; i < batch.Length; i++)
        {
            Synset synset = _synsets[batch[i]];
            texts[i] = synset.Definition;
            texts[batch.Length + i] = random.Next(2) == 0 ? WordsOf(synset) : synset.Words[random.Next(synset.Words.Length)];
        }

        return texts;
    }

    /// <summary>All words of a synset, as one text.</summary>
    public static string WordsOf(Synset synset) => string.Join(", ", synset.Words);

    private static int HashOf(ulong seed, long step) => (int)((seed * 1_000_003) + (ulong)step);
}
