namespace BertGen.Text;

/// <summary>Rows of different lengths, one after the other in one pooled array.</summary>
/// <typeparam name="T">Type of the values.</typeparam>
internal sealed class RaggedBuffer<T> : IDisposable
    where T : unmanaged
{
    /// <summary>Number of finished rows.</summary>
    public int Count => Ends.Count;

    /// <summary>All rows, the unfinished one included. Values are added here.</summary>
    public PooledBuffer<T> Values { get; } = new();

    /// <summary>Exclusive end of each finished row in <see cref="Values"/>.</summary>
    public PooledBuffer<int> Ends { get; } = new();

    /// <summary>Where the unfinished row starts.</summary>
    public int RowStart => Ends.Count == 0 ? 0 : Ends.Written[^1];

    /// <summary>Size of the arrays.</summary>
    public int Capacity => Values.Capacity + Ends.Capacity;

    /// <summary>One finished row.</summary>
    public ReadOnlySpan<T> this[int row]
    {
        get
        {
            ReadOnlySpan<int> ends = Ends.Written;
            int start = row == 0 ? 0 : ends[row - 1];
            return Values.Written[start..ends[row]];
        }
    }

    /// <summary>Finishes the row, even an empty one.</summary>
    public void EndRow() => Ends.Add(Values.Count);

    /// <summary>Finishes the row unless it is empty.</summary>
    public void EndRowIfAny()
    {
        if (Values.Count > RowStart)
        {
            EndRow();
        }
    }

    /// <summary>Drops everything.</summary>
    public void Clear()
    {
        Values.Clear();
        Ends.Clear();
    }

    /// <summary>Gives the arrays back.</summary>
    public void Dispose()
    {
        Values.Dispose();
        Ends.Dispose();
    }
}
