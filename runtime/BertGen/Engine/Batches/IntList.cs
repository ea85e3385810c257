namespace BertGen.Engine.Batches;

/// <summary>A list of integers whose memory is kept when it is emptied.</summary>
internal sealed class IntList
{
    private int[] _items = new int[64];

    public int Count { get; private set; }

    public Span<int> Items => _items.AsSpan(0, Count);

    public int this[int index]
    {
        get => _items[index];
        set => _items[index] = value;
    }

    public void Clear() => Count = 0;

    public void Add(int item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }

        _items[Count++] = item;
    }

    /// <summary>Empties the list and gives it <paramref name="count"/> items of one value.</summary>
    public Span<int> Fill(int count, int value)
    {
        if (count > _items.Length)
        {
            _items = new int[Math.Max(count, _items.Length * 2)];
        }

        Count = count;
        Span<int> items = _items.AsSpan(0, count);
        items.Fill(value);
        return items;
    }
}
