using System.Diagnostics;
using BertGen.Bulk.Protocol;

namespace BertGen.Bulk.Working;

/// <summary>How far a worker is. It may be read while it is told.</summary>
internal sealed class WorkProgress
{
    private const int MostNotesOfShard = 20;

    private readonly Lock _lock = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Action<string>? _note;
    private long _texts;
    private long _pieces;
    private long _skipped;
    private long _skippedOfShard;
    private long _plannedRows;
    private int _shards;

    /// <param name="note">Told of rows that are skipped, and of shards that are done again.</param>
    public WorkProgress(Action<string>? note) => _note = note;

    /// <summary>How far it is now.</summary>
    public BulkProgress Now
    {
        get
        {
            lock (_lock)
            {
                TimeSpan elapsed = Stopwatch.GetElapsedTime(_start);
                long rows = _texts + _skipped;
                TimeSpan? left = rows > 0 && _plannedRows > 0 ? elapsed * (Math.Max(0, _plannedRows - rows) / (double)rows) : null;
                return new BulkProgress(_shards, _texts, _pieces, _skipped, elapsed, left);
            }
        }
    }

    /// <summary>Tells something.</summary>
    public void Note(string message) => _note?.Invoke(message);

    /// <summary>Says that rows are going to be embedded by this worker.</summary>
    public void Expect(long rows)
    {
        lock (_lock)
        {
            _plannedRows += rows;
        }
    }

    /// <summary>Counts a portion that is written.</summary>
    public void Add(Portion portion)
    {
        SkippedRow[] skipped = [.. portion.Skipped()];
        int texts = portion.Rows.Count + portion.Malformed.Count - skipped.Length;
        foreach (SkippedRow row in skipped)
        {
            if (_skippedOfShard++ < MostNotesOfShard)
            {
                Note(_skippedOfShard == MostNotesOfShard ? $"{row.Reason} (more of this shard stand in its record)" : row.Reason);
            }
        }

        lock (_lock)
        {
            _texts += texts;
            _pieces += portion.Pieces;
            _skipped += skipped.Length;
        }

        WorkMetrics.Texts.Add(texts);
        WorkMetrics.Pieces.Add(portion.Pieces);
        WorkMetrics.Skipped.Add(skipped.Length);
    }

    /// <summary>Counts a shard that is done.</summary>
    public void AddShard(TimeSpan duration)
    {
        lock (_lock)
        {
            _shards++;
        }

        _skippedOfShard = 0;
        WorkMetrics.ShardDuration.Record(duration.TotalSeconds);
    }
}
