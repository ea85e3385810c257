namespace BertGen.Text.Tokenizers;

/// <summary>
/// One encoded text or pair of texts: what a model runs on, and where each piece comes from. Reused, it allocates nothing
/// once it has grown. Not safe for concurrent use.
/// </summary>
public sealed class TokenRow
{
    private const int FirstCapacity = 32;
    private int[] _ids = [];
    private int[] _typeIds = [];
    private int[] _wordIds = [];
    private TextRange[] _offsets = [];
    private sbyte[] _sequenceIds = [];
    private byte[] _flags = [];

    /// <summary>What a position is apart from its id.</summary>
    [Flags]
    private enum Marks : byte
    {
        None = 0,
        Special = 1,
        Padding = 2,
    }

    /// <summary>Number of positions, padding included.</summary>
    public int Count { get; private set; }

    /// <summary>The ids, padding included.</summary>
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, Count);

    /// <summary>The token types, by the template of the tokenizer whether the model uses them or not.</summary>
    public ReadOnlySpan<int> TypeIds => _typeIds.AsSpan(0, Count);

    /// <summary>
    /// Where each piece stands in its text, in UTF-16 units; (0, 0) for special tokens around texts and for padding. With
    /// words given apart, within its word.
    /// </summary>
    public ReadOnlySpan<TextRange> Offsets => _offsets.AsSpan(0, Count);

    /// <summary>The number of the word that each piece belongs to; -1 for special tokens around texts and for padding.</summary>
    public ReadOnlySpan<int> WordIds => _wordIds.AsSpan(0, Count);

    /// <summary>0 for pieces of the first text, 1 for those of the second; -1 for special tokens around texts and for padding.</summary>
    public ReadOnlySpan<sbyte> SequenceIds => _sequenceIds.AsSpan(0, Count);

    /// <summary>Whether a position was put there by the template, or is padding. A special token written in a text is neither.</summary>
    public bool IsSpecial(int position) => (_flags[Check(position)] & (byte)(Marks.Special | Marks.Padding)) != 0;

    /// <summary>Whether a position is padding.</summary>
    public bool IsPadding(int position) => (_flags[Check(position)] & (byte)Marks.Padding) != 0;

    /// <summary>Drops everything.</summary>
    internal void Clear() => Count = 0;

    /// <summary>Adds a special token of the template.</summary>
    internal void AddSpecial(int id, int typeId) => Add(id, typeId, default, -1, -1, Marks.Special);

    /// <summary>Adds a piece of a text.</summary>
    internal void AddPiece(int id, int typeId, TextRange offset, int wordId, int sequenceId) =>
        Add(id, typeId, offset, wordId, (sbyte)sequenceId, Marks.None);

    /// <summary>Fills the row up to a length, on one of its sides.</summary>
    internal void Pad(int length, int id, int typeId, TextSide side)
    {
        int count = Count, missing = length - count;
        if (missing <= 0)
        {
            return;
        }

        for (int i = 0; i < missing; i++)
        {
            Add(id, typeId, default, -1, -1, Marks.Padding);
        }

        if (side == TextSide.Left)
        {
            Rotate(_ids, count);
            Rotate(_typeIds, count);
            Rotate(_wordIds, count);
            Rotate(_offsets, count);
            Rotate(_sequenceIds, count);
            Rotate(_flags, count);
        }
    }

    private void Add(int id, int typeId, TextRange offset, int wordId, sbyte sequenceId, Marks marks)
    {
        if (Count == _ids.Length)
        {
            Grow();
        }

        int at = Count++;
        _ids[at] = id;
        _typeIds[at] = typeId;
        _offsets[at] = offset;
        _wordIds[at] = wordId;
        _sequenceIds[at] = sequenceId;
        _flags[at] = (byte)marks;
    }

    private void Grow()
    {
        int capacity = Math.Max(FirstCapacity, Count * 2);
        Array.Resize(ref _ids, capacity);
        Array.Resize(ref _typeIds, capacity);
        Array.Resize(ref _offsets, capacity);
        Array.Resize(ref _wordIds, capacity);
        Array.Resize(ref _sequenceIds, capacity);
        Array.Resize(ref _flags, capacity);
    }

    private void Rotate<T>(T[] items, int count)
    {
        Span<T> used = items.AsSpan(0, Count);
        used[..count].Reverse();
        used[count..].Reverse();
        used.Reverse();
    }

    private int Check(int position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, Count);
        return position;
    }
}
