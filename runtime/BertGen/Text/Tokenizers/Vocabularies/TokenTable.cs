namespace BertGen.Text.Tokenizers.Vocabularies;

/// <summary>The tokens of a model and their ids, both ways. Immutable, and safe for concurrent use.</summary>
internal sealed class TokenTable
{
    private readonly char[] _chars;
    private readonly int[] _ends;
    private readonly Dictionary<int, int>? _sparse;
    private readonly int[] _entryOfId = [];

    /// <summary>A table.</summary>
    /// <param name="chars">The texts, one after the other.</param>
    /// <param name="ends">Where each ends.</param>
    /// <param name="ids">The id of each.</param>
    /// <param name="trie">The texts with the number of their entry as value; it has their ids afterwards.</param>
    public TokenTable(char[] chars, int[] ends, int[] ids, CharTrie trie)
    {
        (_chars, _ends, Trie) = (chars, ends, trie);
        trie.MapValues(ids);
        Count = ids.Length;
        HighestId = ids.Length == 0 ? -1 : ids.Max();
        if (HighestId < (4L * Count) + 1024)
        {
            _entryOfId = new int[HighestId + 1];
            Array.Fill(_entryOfId, -1);
        }
        else
        {
            _sparse = new Dictionary<int, int>(Count);
        }

        for (int entry = 0; entry < ids.Length; entry++)
        {
            if (_sparse is null)
            {
                _entryOfId[ids[entry]] = entry;
            }
            else
            {
                _sparse[ids[entry]] = entry;
            }
        }
    }

    /// <summary>Tokens by their text, with their ids as values.</summary>
    public CharTrie Trie { get; }

    /// <summary>Number of different tokens.</summary>
    public int Count { get; }

    /// <summary>The highest id, or -1.</summary>
    public int HighestId { get; }

    /// <summary>The id of a token, or -1.</summary>
    public int Find(ReadOnlySpan<char> text) => Trie.ValueOf(text);

    /// <summary>The token with an id.</summary>
    public bool TryGetText(int id, out ReadOnlySpan<char> text)
    {
        int entry = _sparse is not null ? _sparse.GetValueOrDefault(id, -1) : (uint)id < (uint)_entryOfId.Length ? _entryOfId[id] : -1;
        text = entry < 0 ? [] : _chars.AsSpan((entry == 0 ? 0 : _ends[entry - 1])..(_ends[entry]));
        return entry >= 0;
    }
}
