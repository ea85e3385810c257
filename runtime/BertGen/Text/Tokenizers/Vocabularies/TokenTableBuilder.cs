namespace BertGen.Text.Tokenizers.Vocabularies;

/// <summary>Collects the tokens of a model. Of a token that is given twice the last id counts.</summary>
internal sealed class TokenTableBuilder : IDisposable
{
    private readonly PooledBuffer<char> _chars = new();
    private readonly PooledBuffer<int> _ends = new();
    private readonly PooledBuffer<int> _ids = new();
    private readonly CharTrie _trie;

    /// <summary>A builder for about this many tokens.</summary>
    public TokenTableBuilder(int count)
    {
        _trie = new CharTrie(count);
        _ends.Free(count);
        _ids.Free(count);
    }

    /// <summary>Number of different tokens so far.</summary>
    public int Count => _ids.Count;

    /// <summary>Adds a token, or gives it another id.</summary>
    /// <exception cref="InvalidOperationException">There are too many.</exception>
    public void Add(ReadOnlySpan<char> text, int id)
    {
        int earlier = _trie.ValueOf(text);
        if (earlier >= 0)
        {
            _ids.Written[earlier] = id;
            return;
        }

        _trie.Set(text, _ids.Count);
        _chars.AddRange(text);
        _ends.Add(_chars.Count);
        _ids.Add(id);
    }

    /// <summary>The table of all of them; the builder is of no use afterwards.</summary>
    public TokenTable Build() => new(_chars.Written.ToArray(), _ends.Written.ToArray(), _ids.Written.ToArray(), _trie);

    /// <inheritdoc/>
    public void Dispose()
    {
        _chars.Dispose();
        _ends.Dispose();
        _ids.Dispose();
    }
}
