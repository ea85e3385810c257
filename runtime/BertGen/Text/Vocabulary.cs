using System.Globalization;
using System.Text;
using BertGen.Checkpoints;
using BertGen.Common.Files;
using BertGen.Files;
using BertGen.Text.Unicode;

namespace BertGen.Text;

/// <summary>
/// The word pieces of a model, one a line in <c>vocab.txt</c>: the line number, from 0, is the id. A piece that starts
/// with <c>##</c> continues a word. Immutable, and safe for concurrent use.
/// </summary>
public sealed class Vocabulary
{
    private const string FileName = "vocab.txt";

    private Vocabulary(string path, string text, ReadOnlySpan<TextPlace> lines)
    {
        Path = path;
        IdCount = lines.Length;
        Pieces = new PieceTable(text, lines);
        ShortPieces = new ShortPieceTable(Pieces);
    }

    /// <summary>Where it was read from, for messages.</summary>
    public string Path { get; }

    /// <summary>
    /// Pieces and ids in the order of the file. A piece on several lines stands at the place of the first and has the
    /// id of the last.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, int>> Entries => field ??= CreateEntries();

    /// <summary>Number of lines: every id lies in <c>[0, IdCount)</c>.</summary>
    public int IdCount { get; }

    /// <summary>The same pieces, laid out for the word piece search.</summary>
    internal PieceTable Pieces { get; }

    /// <summary>The short ones among them, laid out for the spelling of ASCII words.</summary>
    internal ShortPieceTable ShortPieces { get; }

    /// <summary>Reads a vocabulary.</summary>
    /// <param name="path">
    /// A model folder, a <c>.txt</c> file, or any other file, such as the weights, with <c>vocab.txt</c> beside it.
    /// </param>
    /// <exception cref="VocabularyException">There is no such file, it is too long, or it is not UTF-8.</exception>
    public static Vocabulary Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var local = new LocalModel(path);
        string file = Locate(local.Find() ?? local.Given);
        try
        {
            return Parse(PlainFile.ReadAll(file, FileLimits.Vocabulary), file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            string advice = local.Find() is not null ? "" : $" There is no {MissingPath.Places(local)}.{MissingPath.Advice(local)}";
            throw new VocabularyException(file, $"expected a text file with one word piece a line, found no file there.{advice}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VocabularyException(file, $"expected a readable text file, but: {e.Message}", e);
        }
    }

    /// <summary>Reads a vocabulary from the bytes of its file.</summary>
    /// <param name="utf8">The content.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <exception cref="VocabularyException">The content is too long, or not UTF-8.</exception>
    public static Vocabulary Parse(ReadOnlySpan<byte> utf8, string path)
    {
        if (LfsPointer.Is(utf8))
        {
            throw new VocabularyException(path, $"expected one word piece a line, {LfsPointer.Found}");
        }

        string text = Decode(utf8, path);
        using var lines = new PooledBuffer<TextPlace>();
        for (int start = 0; start < text.Length;)
        {
            ReadOnlySpan<char> line = LineAt(text, ref start);
            ReadOnlySpan<char> piece = Whitespace.Strip(line);
            text.AsSpan().Overlaps(piece, out int place);
            lines.Add(new TextPlace(place, piece.Length));
            if (lines.Written.Length > FileLimits.VocabularyLines)
            {
                throw new VocabularyException(path, FileProblem.TooManyLines(FileLimits.VocabularyLines).Text + ".");
            }
        }

        return new Vocabulary(path, text, lines.Written);
    }

    /// <summary>Looks a piece up as it is written in the file, <c>##</c> included.</summary>
    public bool TryGetId(ReadOnlySpan<char> piece, out int id) => Pieces.TryFind(piece, out id);

    private static string Locate(string path)
    {
        // A name without an extension that leads to nothing is meant as a folder.
        if (Directory.Exists(path) || !(File.Exists(path) || System.IO.Path.HasExtension(path)))
        {
            return System.IO.Path.Combine(path, FileName);
        }

        return System.IO.Path.GetExtension(path).Equals(".txt", StringComparison.OrdinalIgnoreCase)
            ? path
            : System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path) ?? string.Empty, FileName);
    }

    private static string Decode(ReadOnlySpan<byte> utf8, string path)
    {
        if (utf8.Length > FileLimits.Vocabulary)
        {
            throw new VocabularyException(path, FileProblem.TooLong(FileLimits.Vocabulary, utf8.Length).Text + ".");
        }

        if (TextCheck.Find(utf8) is { } problem)
        {
            throw new VocabularyException(path, string.Create(CultureInfo.InvariantCulture, $"expected UTF-8, {problem.Text}. At line {problem.Line}, column {problem.Column}."));
        }

        // A byte order mark stays: it belongs to the first piece, as in the original.
        return Encoding.UTF8.GetString(utf8);
    }

    /// <summary>The line at a place, which moves past it. Line feed, carriage return and both together end one; nothing else does.</summary>
    private static ReadOnlySpan<char> LineAt(string text, ref int start)
    {
        ReadOnlySpan<char> rest = text.AsSpan(start);
        int end = rest.IndexOfAny('\n', '\r');
        if (end < 0)
        {
            start = text.Length;
            return rest;
        }

        start += end + (rest[end..].StartsWith("\r\n") ? 2 : 1);
        return rest[..end];
    }

    private KeyValuePair<string, int>[] CreateEntries()
    {
        var entries = new KeyValuePair<string, int>[Pieces.Count];
        for (int piece = 0; piece < entries.Length; piece++)
        {
            entries[piece] = new(Pieces[piece].ToString(), Pieces.IdOf(piece));
        }

        return entries;
    }
}
