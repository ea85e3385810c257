using System.Buffers;
using BertGen.Bulk.Input;
using BertGen.Bulk.Protocol;

namespace BertGen.Bulk.Working;

/// <summary>
/// Rows that are in memory together, and their vectors. Disposing it gives its memory back for other portions; one that is not is left to the garbage collector.
/// </summary>
internal sealed class Portion : IDisposable
{
    /// <summary>Most rows of a portion.</summary>
    public const int MaxRows = 4096;

    /// <summary>Most characters of a portion that has more than one row.</summary>
    public const int MaxCharacters = 1 << 20;

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ArrayPool<float> _vectorPool;
    private (ArrayPool<InputRow> Pool, InputRow[] Rows)? _rented;
    private bool _isDisposed;
    private int _waitingCount;

    /// <param name="rows">The rows with a text.</param>
    /// <param name="malformed">The rows without.</param>
    /// <param name="width">Values in a vector.</param>
    /// <param name="maxTexts">Most texts of a batch.</param>
    /// <param name="vectors">Where the memory of the vectors comes from; null for what all of the process shares.</param>
    public Portion(IReadOnlyList<InputRow> rows, IReadOnlyList<InputRow> malformed, int width, int maxTexts = TextBatches.MaxTexts, ArrayPool<float>? vectors = null)
    {
        (Rows, Malformed, _vectorPool) = (rows, malformed, vectors ?? ArrayPool<float>.Shared);
        Texts = [.. rows.Select(row => row.Text!)];
        Vectors = _vectorPool.Rent(rows.Count * width);
        Batches = [.. TextBatches.Of(Texts, maxTexts)];
        Refusals = new string?[rows.Count];
        _waitingCount = Batches.Count;
        if (_waitingCount == 0)
        {
            _done.SetResult();
        }
    }

    /// <summary>A portion whose rows with a text are in a rented array, which it gives back with its vectors.</summary>
    public static Portion OfRented(WorkMemory memory, InputRow[] rows, int count, IReadOnlyList<InputRow> malformed, int width) =>
        new(new ArraySegment<InputRow>(rows, 0, count), malformed, width, vectors: memory.Vectors) { _rented = (memory.Rows, rows) };

    /// <summary>The rows with a text, in their order.</summary>
    public IReadOnlyList<InputRow> Rows { get; }

    /// <summary>The texts of these.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>The rows that are malformed.</summary>
    public IReadOnlyList<InputRow> Malformed { get; }

    /// <summary>The numbers of the texts that are embedded together.</summary>
    public IReadOnlyList<int[]> Batches { get; }

    /// <summary>The vectors, (rows, values), with more behind them.</summary>
    public float[] Vectors { get; }

    /// <summary>Why the model has refused a text; null where it has not.</summary>
    public string?[] Refusals { get; }

    /// <summary>Pieces that were computed.</summary>
    public long Pieces => Interlocked.Read(ref _pieces);

    /// <summary>Ends when all batches are embedded, or one cannot be.</summary>
    public Task Done => _done.Task;

    private long _pieces;

    /// <summary>Counts a batch as embedded.</summary>
    public void Complete(long pieces)
    {
        Interlocked.Add(ref _pieces, pieces);
        if (Interlocked.Decrement(ref _waitingCount) == 0)
        {
            _done.TrySetResult();
        }
    }

    /// <summary>Says that a batch cannot be embedded.</summary>
    public void Fail(Exception reason) => _done.TrySetException(reason);

    /// <summary>Gives the memory back. Nobody may use the portion after that; its batches have to be done.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _vectorPool.Return(Vectors);
        if (_rented is { } rented)
        {
            rented.Pool.Return(rented.Rows, clearArray: true);
        }
    }

    /// <summary>All rows that get no vector.</summary>
    public IEnumerable<SkippedRow> Skipped() => Malformed.Select(row => new SkippedRow(row.Number, row.Problem!, IsRefused: false))
        .Concat(Rows.Select((row, i) => (row, i)).Where(row => Refusals[row.i] is not null).Select(row => new SkippedRow(row.row.Number, Refusals[row.i]!, IsRefused: true)));
}
