using System.Text;
using BertGen.Text.Unicode;

namespace BertGen.Text;

/// <summary>
/// The word pieces of a model, one a line in <c>vocab.txt</c>: the line number, from 0, is the id. A piece that starts
/// with <c>##</c> continues a word. Immutable, and safe for concurrent use.
/// </summary>
public sealed class Vocabulary
{
    private const string FileName = "vocab.txt";

    private Vocabulary(string path, List<KeyValuePair<string, int>> entries, int lineCount)
    {
        Path = path;
        Entries = entries;
        IdCount = lineCount;
        Pieces = new PieceTable(entries);
    }

    /// <summary>Where it was read from, for messages.</summary>
    public string Path { get; }

    /// <summary>
    /// Pieces and ids in the order of the file. A piece on several lines stands at the place of the first and has the
    /// id of the last.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, int>> Entries { get; }

    /// <summary>Number of lines: every id lies in <c>[0, IdCount)</c>.</summary>
    public int IdCount { get; }

    /// <summary>The same pieces, laid out for the word piece search.</summary>
    internal PieceTable Pieces { get; }

    /// <summary>Reads a vocabulary.</summary>
    /// <param name="path">
    /// A model folder, a <c>.txt</c> file, or any other file, such as the weights, with <c>vocab.txt</c> beside it.
    /// </param>
    /// <exception cref="VocabularyException">There is no such file, or it is not UTF-8.</exception>
    public static Vocabulary Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string file = Locate(path);
        try
        {
            return Parse(File.ReadAllBytes(file), file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new VocabularyException(file, "expected a text file with one word piece a line, found no file there.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VocabularyException(file, $"expected a readable text file, but: {e.Message}", e);
        }
    }

    /// <summary>Reads a vocabulary from the bytes of its file.</summary>
    /// <param name="utf8">The content.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <exception cref="VocabularyException">The content is not UTF-8.</exception>
    public static Vocabulary Parse(ReadOnlySpan<byte> utf8, string path)
    {
        ReadOnlySpan<char> text = Decode(utf8, path);
        var entries = new List<KeyValuePair<string, int>>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        int id = 0;
        for (; text.Length > 0; id++)
        {
            string piece = Whitespace.Strip(NextLine(ref text)).ToString();
            if (places.TryAdd(piece, entries.Count))
            {
                entries.Add(new(piece, id));
            }
            else
            {
                entries[places[piece]] = new(piece, id);
            }
        }

        return new Vocabulary(path, entries, id);
    }

    /// <summary>Looks a piece up as it is written in the file, <c>##</c> included.</summary>
    public bool TryGetId(ReadOnlySpan<char> piece, out int id) => Pieces.TryFind(piece, out id);

    private static string Locate(string path)
    {
        if (Directory.Exists(path))
        {
            return System.IO.Path.Combine(path, FileName);
        }

        return System.IO.Path.GetExtension(path).Equals(".txt", StringComparison.OrdinalIgnoreCase)
            ? path
            : System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path) ?? string.Empty, FileName);
    }

    private static string Decode(ReadOnlySpan<byte> utf8, string path)
    {
        int invalid = InvalidByteIn(utf8);
        if (invalid >= 0)
        {
            throw new VocabularyException(path, $"expected UTF-8, found the byte 0x{utf8[invalid]:X2} at offset {invalid}.");
        }

        // A byte order mark stays: it belongs to the first piece, as in the original.
        return Encoding.UTF8.GetString(utf8);
    }

    private static int InvalidByteIn(ReadOnlySpan<byte> utf8)
    {
        int offset = 0;
        while (offset < utf8.Length)
        {
            if (Rune.DecodeFromUtf8(utf8[offset..], out _, out int length) != System.Buffers.OperationStatus.Done)
            {
                return offset;
            }

            offset += length;
        }

        return -1;
    }

    /// <summary>Cuts off one line. Line feed, carriage return and both together end one; nothing else does.</summary>
    private static ReadOnlySpan<char> NextLine(scoped ref ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAny('\n', '\r');
        if (end < 0)
        {
            ReadOnlySpan<char> last = text;
            text = [];
            return last;
        }

        ReadOnlySpan<char> line = text[..end];
        text = text[(text[end..].StartsWith("\r\n") ? end + 2 : end + 1)..];
        return line;
    }
}
