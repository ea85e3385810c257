namespace BertGen.Text;

/// <summary>
/// The word piece ids of many texts without padding: rows of different lengths, one after the other. Token types are
/// zero. Its arrays are pooled: dispose of it, and keep no span past that.
/// </summary>
public sealed class PieceBuffer : IDisposable
{
    private RaggedBuffer<int>? _rows;

    internal PieceBuffer(RaggedBuffer<int> rows) => _rows = rows;

    /// <summary>The ids of all rows.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public ReadOnlySpan<int> Ids => Rows.Values.Written;

    /// <summary>Per row, its exclusive end in <see cref="Ids"/>.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public ReadOnlySpan<int> RowEnds => Rows.Ends.Written;

    /// <summary>Number of rows.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public int RowCount => Rows.Count;

    private RaggedBuffer<int> Rows => _rows ?? throw new ObjectDisposedException(nameof(PieceBuffer));

    /// <summary>Gives the arrays back to their pool. More than once does no harm.</summary>
    public void Dispose() => Interlocked.Exchange(ref _rows, null)?.Dispose();
}
