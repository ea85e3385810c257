using System.Text.Json;
using BertGen.Bulk.Output;

namespace BertGen.Tool.Embedding;

/// <summary>A JSON object a line, <c>{"text": ..., "vector": [...]}</c>; numbers give the same bits when they are read.</summary>
/// <param name="stream">Where they go.</param>
/// <param name="file">The file, if it is one.</param>
internal sealed class JsonLinesOutput(Stream stream, OutputFile? file) : IVectorOutput
{
    private readonly JsonLineWriter _lines = new(stream);

    public void Write(ReadOnlySpan<string> texts, ReadOnlySpan<float> vectors, int width)
    {
        for (int i = 0; i < texts.Length; i++)
        {
            Utf8JsonWriter writer = _lines.Begin();
            writer.WriteString("text", texts[i]);
            writer.WriteStartArray("vector");
            foreach (float value in vectors.Slice(i * width, width))
            {
                writer.WriteNumberValue(value);
            }

            writer.WriteEndArray();
            _lines.End();
        }

        _lines.Flush();
    }

    public void Complete()
    {
        stream.Flush();
        file?.Complete();
    }

    public void Dispose()
    {
        _lines.Dispose();
        stream.Dispose();
        file?.Dispose();
    }
}
