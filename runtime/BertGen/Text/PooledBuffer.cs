using System.Buffers;
using System.Runtime.CompilerServices;

namespace BertGen.Text;

/// <summary>A growing list in a pooled array. Not safe for concurrent use.</summary>
/// <typeparam name="T">Type of the items.</typeparam>
internal sealed class PooledBuffer<T> : IDisposable
    where T : unmanaged
{
    private const int FirstCapacity = 256;
    private T[] _items = [];

    /// <summary>Number of items.</summary>
    public int Count { get; private set; }

    /// <summary>Size of the array.</summary>
    public int Capacity => _items.Length;

    /// <summary>The items; valid until the next call that adds one.</summary>
    public Span<T> Written => _items.AsSpan(0, Count);

    /// <summary>Adds one item.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T item)
    {
        T[] items = _items;
        int count = Count;
        if ((uint)count < (uint)items.Length)
        {
            items[count] = item;
            Count = count + 1;
        }
        else
        {
            AddSlowly(item);
        }
    }

    /// <summary>Adds items.</summary>
    public void AddRange(ReadOnlySpan<T> items)
    {
        items.CopyTo(Free(items.Length));
        Count += items.Length;
    }

    /// <summary>
    /// At least <paramref name="length"/> free places after the last item, to be taken by <see cref="Advance"/>.
    /// </summary>
    public Span<T> Free(int length)
    {
        if (_items.Length - Count < length)
        {
            Grow(length);
        }

        return _items.AsSpan(Count);
    }

    /// <summary>Makes <paramref name="length"/> places written through <see cref="Free"/> part of the list.</summary>
    public void Advance(int length) => Count += length;

    /// <summary>Drops the items from <paramref name="count"/> on.</summary>
    public void Truncate(int count) => Count = count;

    /// <summary>Drops all items.</summary>
    public void Clear() => Count = 0;

    /// <summary>Gives the array back; the list is empty then, and usable.</summary>
    public void Dispose()
    {
        if (_items.Length > 0)
        {
            ArrayPool<T>.Shared.Return(_items);
            _items = [];
            Count = 0;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddSlowly(T item)
    {
        Grow(1);
        _items[Count++] = item;
    }

    private void Grow(int length)
    {
        int needed = checked(Count + length);
        int wanted = Math.Max(FirstCapacity, (int)Math.Min(2L * _items.Length, Array.MaxLength));
        T[] larger = ArrayPool<T>.Shared.Rent(Math.Max(needed, wanted));
        Written.CopyTo(larger);
        if (_items.Length > 0)
        {
            ArrayPool<T>.Shared.Return(_items);
        }

        _items = larger;
    }
}
