using System.Buffers;
using BertGen.Bulk.Input;
using BertGen.Bulk.Output;
using BertGen.Bulk.Protocol;

namespace BertGen.Bulk.Working;

/// <summary>Writes the files of a shard, and its record last.</summary>
internal sealed class ShardWriter : IDisposable
{
    private const int MostMalformedKept = 100;

    private readonly RunFolder _folder;
    private readonly ShardRecord _start;
    private readonly VectorEncoder _encoder;
    private readonly RowHashes _hashes = new();
    private readonly List<SkippedRow> _skipped = [];
    private readonly PublishedFile[] _files;
    private readonly IVectorWriter _writer;
    private readonly ArrayPool<byte> _memory;
    private long _rows;
    private long _malformed;
    private long _refused;
    private long _pieces;

    /// <param name="folder">The folder of the run.</param>
    /// <param name="run">What it pins.</param>
    /// <param name="runHash">The hash of that.</param>
    /// <param name="shard">The number of the shard.</param>
    /// <param name="memory">Where the memory of a portion's encoded vectors comes from.</param>
    /// <exception cref="BulkException">A file cannot be created.</exception>
    public ShardWriter(RunFolder folder, RunFile run, string runHash, int shard, ArrayPool<byte> memory)
    {
        (_folder, _memory) = (folder, memory);
        _encoder = VectorFormats.EncoderOf(run);
        IVectorFormat format = VectorFormats.Of(run);
        _files = PublishedFile.CreateAll(folder.FilesOf(shard, format));
        _writer = format.Create([.. _files.Select(file => file.Stream)], run.Shards[shard].Rows);
        _start = new ShardRecord
        {
            Run = runHash,
            Shard = shard,
            FirstRow = run.Shards[shard].FirstRow,
            InputRows = run.Shards[shard].Rows,
            Rows = 0,
            MalformedRows = 0,
            RefusedRows = 0,
            Pieces = 0,
            VectorsSha256 = "",
            IdsSha256 = "",
            Files = [],
            Skipped = [],
        };
    }

    /// <summary>Writes a portion that is embedded.</summary>
    /// <exception cref="BulkException">The disk is full, or has failed.</exception>
    public void Write(Portion portion)
    {
        foreach (SkippedRow skipped in portion.Skipped())
        {
            (_malformed, _refused) = skipped.IsRefused ? (_malformed, _refused + 1) : (_malformed + 1, _refused);
            if (skipped.IsRefused || _malformed <= MostMalformedKept)
            {
                _skipped.Add(skipped);
            }
        }

        _pieces += portion.Pieces;
        int count = portion.Rows.Count;
        byte[] vectors = _memory.Rent(count * _encoder.Length);
        _encoder.Encode(portion.Vectors, count, vectors, i => portion.Rows[i].Place.ToString());
        List<long> numbers = new(count);
        List<string?[]> values = new(count);
        for (int i = 0; i < count; i++)
        {
            if (portion.Refusals[i] is null)
            {
                InputRow row = portion.Rows[i];
                Span<byte> vector = vectors.AsSpan(i * _encoder.Length, _encoder.Length);
                _hashes.Add(row.Number, row.Text!, row.Values, vector);
                vector.CopyTo(vectors.AsSpan(numbers.Count * _encoder.Length));
                numbers.Add(row.Number);
                values.Add(row.Values);
            }
        }

        _rows += numbers.Count;
        _writer.Write(new RowBlock(numbers, values, vectors.AsMemory(0, numbers.Count * _encoder.Length)));
        _memory.Return(vectors);
    }

    /// <summary>Gives the files their names, and then writes the record.</summary>
    /// <exception cref="BulkException">The disk is full, or has failed.</exception>
    public ShardRecord Publish()
    {
        _writer.Complete();
        (string vectors, string ids) = _hashes.Finish();
        ShardRecord record = _start with
        {
            Rows = _rows,
            MalformedRows = _malformed,
            RefusedRows = _refused,
            Pieces = _pieces,
            VectorsSha256 = vectors,
            IdsSha256 = ids,
            Files = [.. _files.Select(file => file.Publish())],
            Skipped = [.. _skipped.OrderBy(row => row.Row)],
        };
        PublishedFile.Write(_folder.RecordOf(record.Shard), record.ToBytes());
        return record;
    }

    public void Dispose()
    {
        _writer.Dispose();
        _hashes.Dispose();
        Array.ForEach(_files, file => file.Dispose());
    }
}
