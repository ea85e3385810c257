using BertGen.Common.Files;
using BertGen.Generator.Common;
using BertGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Configuration;

/// <summary>
/// Reads of a vocabulary only what is checked: one pass over the characters, a buffer at a time, and nothing kept of the
/// tens of thousands of lines.
/// </summary>
internal sealed class VocabularyReader
{
    private const int BufferLength = 4096;
    private const string PadToken = "[PAD]";
    private static readonly string[] RequiredTokens = ["[UNK]", "[CLS]", "[SEP]"];

    private readonly string _path;
    private readonly SourceText _text;
    private readonly List<string> _missing = [.. RequiredTokens];
    private int _count;
    private int _padTokenId = -1;
    private bool _hasCapitals;
    private Position _pad;

    private VocabularyReader(string path, SourceText text)
    {
        (_path, _text) = (path, text);
        _pad = At(PadToken, 0, default);
    }

    public static FileReading Read(string path, SourceText text)
    {
        var reader = new VocabularyReader(path, text);
        reader.Scan();
        if (reader._count > FileLimits.VocabularyLines)
        {
            return FileProblems.Read(path, FileProblem.TooManyLines(FileLimits.VocabularyLines));
        }

        EquatableArray<Position> positions = [reader.At("", 0, default), reader._pad];
        return new FileReading(new VocabularyFile(path, [], reader._count, reader._missing.ToEquatable(), reader._padTokenId) { HasCapitals = reader._hasCapitals }, positions);
    }

    private void Scan()
    {
        char[] buffer = new char[Math.Min(BufferLength, _text.Length)];
        int lineStart = 0;
        char first = default;
        char previous = default;
        for (int start = 0; start < _text.Length; start += buffer.Length)
        {
            int length = Math.Min(buffer.Length, _text.Length - start);
            _text.CopyTo(start, buffer, 0, length);
            for (int i = 0; i < length; i++)
            {
                char current = buffer[i];
                int position = start + i;
                if (current is '\n' or '\r')
                {
                    if (current == '\r' || previous != '\r')
                    {
                        AddLine(lineStart, position, first);
                    }

                    lineStart = position + 1;
                }
                else if (position == lineStart)
                {
                    first = current;
                }

                _hasCapitals |= first is not ('[' or '<') && char.IsUpper(current);
                previous = current;
            }
        }

        if (lineStart < _text.Length)
        {
            AddLine(lineStart, _text.Length, first);
        }
    }

    private void AddLine(int start, int end, char first)
    {
        if (start < end && (first == '[' || IsSpace(first)))
        {
            string token = Strip(_text.ToString(TextSpan.FromBounds(start, end)));
            _missing.Remove(token);
            if (token == PadToken)
            {
                _padTokenId = _count;
                _pad = At(PadToken, _count, new TextSpan(start, token.Length));
            }
        }

        _count++;
    }

    private static string Strip(string line)
    {
        int start = 0;
        int end = line.Length;
        for (; start < end && IsSpace(line[start]); start++)
        {
        }

        for (; end > start && IsSpace(line[end - 1]); end--)
        {
        }

        return line.Substring(start, end - start);
    }

    // As Python's strip: some control characters are white space to it, and not to .NET.
    private static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F';

    // The line is known here; the text would have to count all its lines once more.
    private Position At(string token, int line, TextSpan span)
    {
        var lines = new LinePositionSpan(new LinePosition(line, 0), new LinePosition(line, span.Length));
        return new Position(Place.Key(_path, token), _path, span, lines);
    }
}
