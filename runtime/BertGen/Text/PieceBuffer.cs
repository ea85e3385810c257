namespace BertGen.Text;

/// <summary>
/// The word piece ids of many texts, or pairs of texts, without padding: rows of different lengths, one after the other. Token
/// types are zero but for those of second texts. Its arrays are pooled: dispose of it, and keep no span past that.
/// </summary>
public sealed class PieceBuffer : IDisposable
{
    private readonly PooledBuffer<int>? _types;
    private RaggedBuffer<int>? _rows;

    internal PieceBuffer(RaggedBuffer<int> rows, PooledBuffer<int>? types = null) => (_rows, _types) = (rows, types);

    /// <summary>The ids of all rows.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public ReadOnlySpan<int> Ids => Rows.Values.Written;

    /// <summary>Per row, its exclusive end in <see cref="Ids"/>.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public ReadOnlySpan<int> RowEnds => Rows.Ends.Written;

    /// <summary>The token types of all pieces; empty: all are 0.</summary>
    internal ReadOnlySpan<int> Types => _types is { } types ? types.Written : [];

    /// <summary>How many pieces of every row, from the first, are attended to; null: all. Those behind them attend to these alone.</summary>
    internal int[]? Attended { get; init; }

    /// <summary>How many pieces of a row are attended to.</summary>
    internal int AttendedOf(int row) => Attended?[row] ?? RowEnds[row] - (row == 0 ? 0 : RowEnds[row - 1]);

    /// <summary>Number of rows.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public int RowCount => Rows.Count;

    private RaggedBuffer<int> Rows => _rows ?? throw new ObjectDisposedException(nameof(PieceBuffer));

    /// <summary>Gives the arrays back to their pool. More than once does no harm.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rows, null) is { } rows)
        {
            rows.Dispose();
            _types?.Dispose();
        }
    }
}
