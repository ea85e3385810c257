using System.Text.Encodings.Web;
using System.Text.Json;

namespace BertGen.Tool.Embedding;

/// <summary>A JSON object a line, <c>{"text": ..., "vector": [...]}</c>; numbers give the same bits when they are read.</summary>
/// <param name="stream">Where they go.</param>
/// <param name="file">The file, if it is one.</param>
internal sealed class JsonLinesOutput(Stream stream, OutputFile? file) : IVectorOutput
{
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Write(ReadOnlySpan<string> texts, ReadOnlySpan<float> vectors, int width)
    {
        for (int i = 0; i < texts.Length; i++)
        {
            using (var writer = new Utf8JsonWriter(stream, Options))
            {
                writer.WriteStartObject();
                writer.WriteString("text", texts[i]);
                writer.WriteStartArray("vector");
                foreach (float value in vectors.Slice(i * width, width))
                {
                    writer.WriteNumberValue(value);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            stream.WriteByte((byte)'\n');
        }
    }

    public void Complete()
    {
        stream.Flush();
        file?.Complete();
    }

    public void Dispose()
    {
        stream.Dispose();
        file?.Dispose();
    }
}
