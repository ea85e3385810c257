using System.Text.Json;

namespace BertGen.Bulk.Output;

/// <summary>A JSON object a line, <c>{"row": 0, ..., "vector": [...]}</c>.</summary>
/// <param name="encoder">What vectors are.</param>
/// <param name="columns">The carried columns.</param>
internal sealed class JsonLinesFormat(VectorEncoder encoder, IReadOnlyList<BulkColumn> columns) : IVectorFormat
{
    private const int BlockRows = 256;

    private readonly RowJson _rows = new(columns);
    private readonly VectorJson _vectors = new(encoder);

    public IReadOnlyList<string> Extensions { get; } = [".jsonl"];

    public IVectorWriter Create(IReadOnlyList<Stream> streams, long expectedRows) => new Writer(this, new JsonLineWriter(streams[0]), encoder.Length);

    public IEnumerable<RowBlock> Read(IReadOnlyList<string> paths)
    {
        byte[] memory = new byte[BlockRows * encoder.Length];
        using var lines = new JsonRowReader(paths[0], _rows, _vectors);
        while (lines.Read(BlockRows, memory) is { Numbers.Count: > 0 } block)
        {
            yield return new RowBlock(block.Numbers, block.Values, memory.AsMemory(0, block.Numbers.Count * encoder.Length));
        }
    }

    private sealed class Writer(JsonLinesFormat format, JsonLineWriter lines, int length) : IVectorWriter
    {
        public void Write(RowBlock block)
        {
            for (int i = 0; i < block.Count; i++)
            {
                Utf8JsonWriter writer = lines.Begin();
                format._rows.Write(writer, block.Numbers[i], block.Values[i]);
                format._vectors.Write(writer, block.Vectors.Span.Slice(i * length, length), block.Numbers[i]);
                lines.End();
            }

            lines.Flush();
        }

        public void Complete()
        {
        }

        public void Dispose() => lines.Dispose();
    }
}
