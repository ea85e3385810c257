using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BertGen.Bulk.Output;

/// <summary>Writes a JSON object a line, in UTF-8 and with the fewest escapes. Lines are gathered, and go to the stream many at a time.</summary>
/// <param name="stream">Where they go.</param>
internal sealed class JsonLineWriter(Stream stream) : IDisposable
{
    // Lines are handed over before the buffer has to grow to the size of what the collector keeps apart, and leaves where it is.
    private const int FlushBytes = 1 << 15, BufferBytes = 1 << 16;

    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _lines = new(BufferBytes);
    private Utf8JsonWriter? _writer;

    /// <summary>Begins an object.</summary>
    /// <returns>What writes its properties.</returns>
    public Utf8JsonWriter Begin()
    {
        _writer ??= new Utf8JsonWriter(_lines, Options);
        _writer.WriteStartObject();
        return _writer;
    }

    /// <summary>Ends the object that was begun.</summary>
    public void End()
    {
        _writer!.WriteEndObject();
        _writer.Flush();
        _writer.Reset();
        _lines.Write("\n"u8);
        if (_lines.WrittenCount >= FlushBytes)
        {
            Flush();
        }
    }

    /// <summary>Hands the lines over to the stream.</summary>
    public void Flush()
    {
        stream.Write(_lines.WrittenSpan);
        _lines.ResetWrittenCount();
    }

    /// <summary>What was not handed over is dropped: what a full disk has not taken is not written once more.</summary>
    public void Dispose() => _writer?.Dispose();
}
