using System.IO.Compression;
using System.Text;

namespace ReverseDictionary;

/// <summary>Reads a table of synsets: tab-separated, named columns, plain or gzipped.</summary>
internal static class SynsetFile
{
    private const string WordsColumn = "lemmas";
    private const string DefinitionColumn = "definition";

    /// <exception cref="UserException">The file cannot be read, or a row of it is broken: the message names the line.</exception>
    public static Synset[] Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            using Stream text = IsCompressed(file) ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var reader = new StreamReader(text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return Parse(reader, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or DecoderFallbackException)
        {
            throw new UserException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <exception cref="UserException">A row is broken: the message names the line.</exception>
    public static Synset[] Parse(TextReader reader, string path)
    {
        string[] columns = reader.ReadLine()?.Split('\t') ?? [];
        int words = Array.IndexOf(columns, WordsColumn);
        int definition = Array.IndexOf(columns, DefinitionColumn);
        if (words < 0 || definition < 0)
        {
            throw new UserException($"{path}, line 1: expected the names of the columns, among them '{WordsColumn}' and '{DefinitionColumn}'.");
        }

        var synsets = new List<Synset>();
        int line = 1;
        while (reader.ReadLine() is { } row)
        {
            line++;
            string[] fields = row.Split('\t');
            if (fields.Length != columns.Length)
            {
                throw new UserException($"{path}, line {line}: expected {columns.Length} columns, found {fields.Length}.");
            }

            if (fields[words].Length == 0 || fields[definition].Length == 0)
            {
                throw new UserException($"{path}, line {line}: expected '{WordsColumn}' and '{DefinitionColumn}', found an empty one.");
            }

            synsets.Add(new Synset(fields[words].Replace("|", ", "), fields[definition]));
        }

        return synsets.Count > 0 ? [.. synsets] : throw new UserException($"{path}: expected at least one row, found none.");
    }

    private static bool IsCompressed(FileStream file)
    {
        bool compressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return compressed;
    }
}
