using System.Globalization;
using System.Text;
using System.Text.Json;
using BertGen.Common.Files;

namespace BertGen.Checkpoints;

/// <summary>Parses the small JSON files of a model: what the compiler takes is taken, and what it refuses is refused in the same place.</summary>
internal static class JsonText
{
    /// <summary>Values that may lie in each other.</summary>
    public const int MaxDepth = 64;

    private const int EscapeLength = 6; // \uXXXX

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Parses a text; a byte order mark before it is passed over.</summary>
    /// <param name="utf8">The content.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <param name="text">The content without a mark, for <see cref="PlaceOf"/>.</param>
    /// <exception cref="CheckpointException">It is not UTF-8, or not JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8, string path, out ReadOnlyMemory<byte> text)
    {
        if (TextCheck.Find(utf8.Span) is { } problem)
        {
            throw new CheckpointException(
                path,
                problem.Kind == FileProblemKind.Pointer ? $"expected JSON, {LfsPointer.Found}" : $"expected JSON in UTF-8, {problem.Text}.{At(problem.Line, problem.Column)}");
        }

        text = utf8.Span.StartsWith(ByteOrderMark) ? utf8[ByteOrderMark.Length..] : utf8;
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException e)
        {
            string reason = e.Message.Split(" LineNumber:")[0];
            throw new CheckpointException(path, $"is not valid JSON: {reason}{At(text.Span, OffsetOf(text.Span, e))}", e);
        }

        if (FindHalfPair(text.Span) is var half and >= 0)
        {
            document.Dispose();
            throw new CheckpointException(path, $"is not valid JSON: expected the other half of a surrogate pair.{At(text.Span, half)}");
        }

        return document;
    }

    /// <summary>Where the value of a key of the outermost object stands, as the end of a message; of a repeated key the last one counts.</summary>
    public static string PlaceOf(ReadOnlySpan<byte> text, string key)
    {
        var json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaxDepth });
        int found = -1;
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool isKey = json.ValueTextEquals(key);
            json.Read();
            found = isKey ? (int)json.TokenStartIndex : found;
            json.Skip();
        }

        return found < 0 ? "" : At(text, found);
    }

    /// <summary>Where the outermost value stands, as the end of a message.</summary>
    public static string PlaceOfRoot(ReadOnlySpan<byte> text)
    {
        var json = new Utf8JsonReader(text);
        json.Read();
        return At(text, (int)json.TokenStartIndex);
    }

    private static string At(ReadOnlySpan<byte> text, int offset)
    {
        (int line, int column) = TextCheck.PlaceOf(text, offset);
        return At(line, column);
    }

    private static string At(int line, int column) => string.Create(CultureInfo.InvariantCulture, $" At line {line}, column {column}.");

    // The reader counts lines by line feeds alone, and columns by bytes.
    private static int OffsetOf(ReadOnlySpan<byte> text, JsonException error)
    {
        int start = 0;
        for (long line = error.LineNumber ?? 0; line > 0; line--)
        {
            start += text[start..].IndexOf((byte)'\n') + 1;
        }

        return Math.Min(start + (int)(error.BytePositionInLine ?? 0), text.Length);
    }

    /// <summary>The first escape that is half of a surrogate pair alone, or -1; the text is valid JSON.</summary>
    private static int FindHalfPair(ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < text.Length;)
        {
            int next = text[i..].IndexOf((byte)'\\');
            if (next < 0)
            {
                break;
            }

            i += next;
            if (text[i + 1] != 'u')
            {
                i += 2;
                continue;
            }

            char unit = Unit(text, i);
            bool isPair = char.IsHighSurrogate(unit) && text[(i + EscapeLength)..].StartsWith("\\u"u8) && char.IsLowSurrogate(Unit(text, i + EscapeLength));
            if (char.IsSurrogate(unit) && !isPair)
            {
                return i;
            }

            i += isPair ? 2 * EscapeLength : EscapeLength;
        }

        return -1;
    }

    private static char Unit(ReadOnlySpan<byte> text, int escape) =>
        (char)ushort.Parse(Encoding.ASCII.GetString(text.Slice(escape + 2, 4)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
