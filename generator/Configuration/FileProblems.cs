using System.Globalization;
using BertGen.Common.Files;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration.Json;
using BertGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Configuration;

/// <summary>
/// Tells which files are no text. The build keeps these back and hands over what is wrong with them; a file that came to the compiler in
/// another way is looked at here, with the same verdict.
/// </summary>
internal static class FileProblems
{
    // As much of a text as tells that it is something else.
    private const int StartLength = 64;

    /// <summary>What is wrong with a text that the compiler decoded; null when it can be read.</summary>
    public static FileProblem? Find(string path, SourceText text)
    {
        string name = PathText.FileName(path);
        if (text.Length > FileLimits.BytesOf(name))
        {
            return FileProblem.TooLong(FileLimits.BytesOf(name), text.Length);
        }

        if (text.Encoding is System.Text.UnicodeEncoding)
        {
            return new FileProblem(FileProblemKind.Encoding, TextCheck.Utf16);
        }

        // Behind the mark of UTF-8, which is no part of the text, neither a pointer nor UTF-16 is looked for.
        if (text.Encoding is System.Text.UTF8Encoding marked && marked.GetPreamble().Length > 0)
        {
            return FindReplaced(text);
        }

        // What is not UTF-8 is decoded as if it were the machine's own encoding, without a word.
        bool isForeign = text.Encoding is { } encoding and not System.Text.UTF8Encoding;
        return isForeign && TextCheck.Find(text.Encoding!.GetBytes(text.ToString())) is { } problem
            ? problem
            : TextCheck.FindDecoded(text.ToString(new TextSpan(0, Math.Min(StartLength, text.Length))));
    }

    // Behind a mark the compiler decodes what is not UTF-8 as replacement characters; a file may hold such a character itself, so the
    // bytes that it was read from are compared, of which the text keeps the checksum.
    private static FileProblem? FindReplaced(SourceText text)
    {
        string content = text.ToString();
        int at = content.IndexOf('\uFFFD');
        if (at < 0 || text.GetChecksum().SequenceEqual(SourceText.From(content, text.Encoding, text.ChecksumAlgorithm).GetChecksum()))
        {
            return null;
        }

        LinePosition place = text.Lines.GetLinePosition(at);
        return new FileProblem(FileProblemKind.Encoding, "found bytes that are no character", place.Line + 1, place.Character + 1);
    }

    /// <summary>The reading of a file with a problem.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">What is wrong with it.</param>
    /// <param name="source">Where it was read, for people; null where that is the path.</param>
    public static FileReading Read(string path, FileProblem problem, string? source = null)
    {
        var place = Place.Key(path, "");
        EquatableArray<Finding> findings = [Finding.Of(Descriptor(problem.Kind), place, PathText.FileName(path), problem.Text)];
        var start = new LinePosition(problem.Line - 1, problem.Column - 1);
        EquatableArray<Position> positions = [new Position(place, source ?? path, default, new LinePositionSpan(start, start))];
        ModelFile file = ModelFileReader.IsConfig(path) && problem.Kind != FileProblemKind.Mark
            ? new ConfigFile(path, findings, null)
            : new UnreadableFile(path, findings);
        return new FileReading(file, positions);
    }

    /// <summary>Reads what the build tells of a file.</summary>
    public static FileReading ReadTold(string path, SourceText text)
    {
        var members = JsonReader.Read(text.ToString(), out _) is JsonObject root
            ? root.Members.ToLookup(member => member.Name, member => (member.Value as JsonString)?.Value ?? "", StringComparer.Ordinal)
            : Enumerable.Empty<string>().ToLookup(key => key);
        string Member(string key) => members[key].FirstOrDefault() ?? "";
        int Number(string key) => int.TryParse(Member(key), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? Math.Max(number, 1) : 1;

        var kind = Enum.TryParse(Member("kind"), out FileProblemKind known) ? known : FileProblemKind.Kind;
        string file = Member("path").Length > 0 ? Member("path") : path;
        return Read(PathText.Normalize(file), new FileProblem(kind, Member("text"), Number("line"), Number("column")), Member("source"));
    }

    private static DiagnosticDescriptor Descriptor(FileProblemKind kind) => kind switch
    {
        FileProblemKind.Pointer => Descriptors.LfsPointer,
        FileProblemKind.Encoding => Descriptors.NotUtf8,
        FileProblemKind.Length => Descriptors.FileTooLong,
        FileProblemKind.Mark => Descriptors.ByteOrderMark,
        _ => Descriptors.NoPlainFile,
    };
}
