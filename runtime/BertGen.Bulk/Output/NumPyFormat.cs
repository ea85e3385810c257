namespace BertGen.Bulk.Output;

/// <summary>
/// A <c>.npy</c> file with the vectors, (rows, values), and beside it a file of JSON lines with the number and the carried columns of each row.
/// </summary>
/// <param name="encoder">What vectors are.</param>
/// <param name="columns">The carried columns.</param>
internal sealed class NumPyFormat(VectorEncoder encoder, IReadOnlyList<BulkColumn> columns) : IVectorFormat
{
    private const int BlockRows = 1024;

    private readonly RowJson _rows = new(columns);
    private readonly NumPyHead _head = new(encoder);

    public IReadOnlyList<string> Extensions { get; } = [".npy", ".ids.jsonl"];

    public IVectorWriter Create(IReadOnlyList<Stream> streams, long expectedRows) => new Writer(this, streams[0], new JsonLineWriter(streams[1]), expectedRows);

    public IEnumerable<RowBlock> Read(IReadOnlyList<string> paths)
    {
        using FileStream vectors = File.OpenRead(paths[0]);
        long rows = _head.Read(vectors), read = 0;
        byte[] memory = new byte[BlockRows * encoder.Length];
        using var lines = new JsonRowReader(paths[1], _rows);
        while (lines.Read(BlockRows, []) is { Numbers.Count: > 0 } block)
        {
            Memory<byte> bytes = memory.AsMemory(0, block.Numbers.Count * encoder.Length);
            if (vectors.ReadAtLeast(bytes.Span, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            {
                throw new FormatException($"expected a vector for each of {read + block.Numbers.Count} rows or more, found {rows}");
            }

            read += block.Numbers.Count;
            yield return new RowBlock(block.Numbers, block.Values, bytes);
        }

        if (read != rows || vectors.ReadByte() >= 0)
        {
            throw new FormatException($"expected {read} vectors, as many as there are rows beside them, found {rows}");
        }
    }

    private sealed class Writer(NumPyFormat format, Stream vectors, JsonLineWriter ids, long expectedRows) : IVectorWriter
    {
        private long _rows;

        public void Write(RowBlock block)
        {
            if (block.Count == 0)
            {
                return;
            }

            if (_rows == 0)
            {
                vectors.Write(format._head.Of(expectedRows));
            }

            vectors.Write(block.Vectors.Span);
            _rows += block.Count;
            for (int i = 0; i < block.Count; i++)
            {
                format._rows.Write(ids.Begin(), block.Numbers[i], block.Values[i]);
                ids.End();
            }

            ids.Flush();
        }

        public void Complete()
        {
            // The head has the number of rows, and room for any.
            if (_rows == 0 || _rows != expectedRows)
            {
                vectors.Position = 0;
                vectors.Write(format._head.Of(_rows));
            }
        }

        public void Dispose() => ids.Dispose();
    }
}
