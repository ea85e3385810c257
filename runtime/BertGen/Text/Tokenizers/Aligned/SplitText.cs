namespace BertGen.Text.Tokenizers.Aligned;

/// <summary>A text in pieces, on its way through the pre-tokenizers.</summary>
internal sealed class SplitText : IDisposable
{
    private PooledBuffer<Split> _splits = new();
    private PooledBuffer<Split> _spareSplits = new();
    private AlignedText _text = new();
    private AlignedText _spareText = new();

    /// <summary>The text of all pieces.</summary>
    public AlignedText Text => _text;

    /// <summary>The pieces, none of them empty.</summary>
    public ReadOnlySpan<Split> Splits => _splits.Written;

    /// <summary>Size of the buffers.</summary>
    public int Capacity => _splits.Capacity + _spareSplits.Capacity + _text.Capacity + _spareText.Capacity;

    /// <summary>Drops everything.</summary>
    public void Clear()
    {
        _splits.Clear();
        _text.Clear();
    }

    /// <summary>Adds a piece unless it is empty.</summary>
    public void Add(Split split)
    {
        if (split.End > split.Start)
        {
            _splits.Add(split);
        }
    }

    /// <summary>Starts a new list of pieces, over the same text.</summary>
    public PooledBuffer<Split> BeginSplits()
    {
        _spareSplits.Clear();
        return _spareSplits;
    }

    /// <summary>Makes the new list that of the text.</summary>
    public void CommitSplits() => (_splits, _spareSplits) = (_spareSplits, _splits);

    /// <summary>Starts a new text; its pieces go to <see cref="BeginSplits"/>.</summary>
    public AlignedText BeginText()
    {
        _spareText.Clear();
        return _spareText;
    }

    /// <summary>Makes the new text and its pieces those of this object.</summary>
    public void CommitText()
    {
        (_text, _spareText) = (_spareText, _text);
        CommitSplits();
    }

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        _splits.Dispose();
        _spareSplits.Dispose();
        _text.Dispose();
        _spareText.Dispose();
    }
}
