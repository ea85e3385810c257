using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.Aligned;

/// <summary>A stretch of text on its way through the normalizers, which each rewrite it into the spare buffer.</summary>
internal sealed class NormalizedStretch : IDisposable
{
    private AlignedText _current = new();
    private AlignedText _spare = new();

    /// <summary>Where the stretch starts in the original.</summary>
    public int Origin { get; private set; }

    /// <summary>The text now.</summary>
    public Span<char> Chars => _current.Chars;

    /// <summary>Where each unit comes from.</summary>
    public Span<TextRange> Sources => _current.Sources;

    /// <summary>The text now, to be changed without a change of its length.</summary>
    public AlignedText Text => _current;

    /// <summary>A buffer that normalizers work in; holds anything.</summary>
    public PooledBuffer<CharacterChange> Changes { get; } = new();

    /// <summary>Size of the buffers.</summary>
    public int Capacity => _current.Capacity + _spare.Capacity + Changes.Capacity;

    /// <summary>Starts with a part of the original.</summary>
    public void Load(ReadOnlySpan<char> original, int start)
    {
        Origin = start;
        _current.Clear();
        _current.AppendOriginal(original, start);
    }

    /// <summary>Starts to rewrite: what is written becomes the text with <see cref="Commit"/>.</summary>
    public AlignedWriter Rewrite()
    {
        _spare.Clear();
        return new AlignedWriter(_current.Chars, _current.Sources, Origin, _spare);
    }

    /// <summary>The buffer that <see cref="Rewrite"/> writes to, empty.</summary>
    public AlignedText BeginSpare()
    {
        _spare.Clear();
        return _spare;
    }

    /// <summary>Makes what was written the text.</summary>
    public void Commit() => (_current, _spare) = (_spare, _current);

    /// <summary>Leaves characters with one of these traits out; the others keep their places.</summary>
    public void Remove(CharacterTraits traits)
    {
        Span<char> chars = _current.Chars;
        Span<TextRange> sources = _current.Sources;
        int kept = 0;
        for (int i = 0; i < chars.Length;)
        {
            int next = i;
            bool removed = Character.Has(CodePoint.Read(chars, ref next), traits);
            for (; i < next; i++)
            {
                if (!removed)
                {
                    chars[kept] = chars[i];
                    sources[kept++] = sources[i];
                }
            }
        }

        _current.Truncate(kept);
    }

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        _current.Dispose();
        _spare.Dispose();
        Changes.Dispose();
    }
}
