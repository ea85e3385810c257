using System.Text.Json;
using BertGen.Checkpoints;

namespace BertGen.Text.Tokenizers.Loading;

/// <summary>
/// A long array or object of a JSON file, which is read in passing: a document of it would take many times its length.
/// It is valid JSON.
/// </summary>
/// <param name="Json">The value.</param>
/// <param name="Count">How many items or members it has.</param>
/// <param name="File">The path of the file.</param>
/// <param name="Place">The JSON path of the value.</param>
internal sealed record JsonTable(ReadOnlyMemory<byte> Json, int Count, string File, string Place)
{
    /// <summary>Opens it for reading, at its start.</summary>
    /// <exception cref="TokenizerException">It is another value.</exception>
    public Utf8JsonReader Open(JsonTokenType start, string expected)
    {
        var reader = new Utf8JsonReader(Json.Span, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });
        reader.Read();
        return reader.TokenType == start
            ? reader
            : throw new TokenizerException(File, Place, $"expected {expected}, found {(start == JsonTokenType.StartArray ? "an object" : "an array")}.");
    }

    /// <summary>Decodes a string or a name; the result lasts until the next call.</summary>
    /// <param name="reader">Where it stands.</param>
    /// <param name="buffer">Where it is decoded to.</param>
    public ReadOnlySpan<char> Decode(ref Utf8JsonReader reader, ref char[] buffer)
    {
        if (buffer.Length < reader.ValueSpan.Length)
        {
            buffer = new char[Math.Max(reader.ValueSpan.Length, buffer.Length * 2)];
        }

        try
        {
            return buffer.AsSpan(0, reader.CopyString(buffer));
        }
        catch (InvalidOperationException e)
        {
            throw new TokenizerException(File, Place, $"expected Unicode text: {e.Message}", e);
        }
    }

    /// <summary>An exception about the value that a reader is at the start of.</summary>
    public TokenizerException Wrong(Utf8JsonReader reader, string place, string expected)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new JsonPart(document.RootElement, File, Place + place).Wrong(expected);
    }
}
