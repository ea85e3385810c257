using BertGen.Bulk.Input;
using BertGen.Bulk.Protocol;

namespace BertGen.Bulk.Working;

/// <summary>Rows of a shard that are in memory together, and their vectors.</summary>
internal sealed class Portion
{
    /// <summary>Most rows of a portion.</summary>
    public const int MaxRows = 4096;

    /// <summary>Most characters of a portion that has more than one row.</summary>
    public const int MaxCharacters = 1 << 20;

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waitingCount;

    /// <param name="rows">The rows with a text.</param>
    /// <param name="malformed">The rows without.</param>
    /// <param name="width">Values in a vector.</param>
    /// <param name="maxTexts">Most texts of a batch.</param>
    public Portion(IReadOnlyList<InputRow> rows, IReadOnlyList<InputRow> malformed, int width, int maxTexts = TextBatches.MaxTexts)
    {
        (Rows, Malformed) = (rows, malformed);
        Texts = [.. rows.Select(row => row.Text!)];
        Vectors = new float[rows.Count * width];
        Batches = [.. TextBatches.Of(Texts, maxTexts)];
        Refusals = new string?[rows.Count];
        _waitingCount = Batches.Count;
        if (_waitingCount == 0)
        {
            _done.SetResult();
        }
    }

    /// <summary>The rows with a text, in their order.</summary>
    public IReadOnlyList<InputRow> Rows { get; }

    /// <summary>The texts of these.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>The rows that are malformed.</summary>
    public IReadOnlyList<InputRow> Malformed { get; }

    /// <summary>The numbers of the texts that are embedded together.</summary>
    public IReadOnlyList<int[]> Batches { get; }

    /// <summary>The vectors, (rows, values).</summary>
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

    /// <summary>All rows that get no vector.</summary>
    public IEnumerable<SkippedRow> Skipped() => Malformed.Select(row => new SkippedRow(row.Number, row.Problem!, IsRefused: false))
        .Concat(Rows.Select((row, i) => (row, i)).Where(row => Refusals[row.i] is not null).Select(row => new SkippedRow(row.row.Number, Refusals[row.i]!, IsRefused: true)));
}
