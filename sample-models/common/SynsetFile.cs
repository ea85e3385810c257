using System.IO.Compression;
using System.Text;

namespace TrainingSamples;

/// <summary>Reads a gzipped table of synsets: tab-separated, with named columns.</summary>
internal static class SynsetFile
{
    /// <exception cref="UserException">The file cannot be read, or a row of it is broken: the message names the line.</exception>
    public static Synset[] Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            using var text = new GZipStream(file, CompressionMode.Decompress);
            using var reader = new StreamReader(text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return Parse(reader, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or DecoderFallbackException)
        {
            throw new UserException($"{path} cannot be read: {e.Message}", e);
        }
    }

    private static Synset[] Parse(TextReader reader, string path)
    {
        string[] columns = reader.ReadLine()?.Split('\t') ?? [];
        int split = Find("split"), supersense = Find("lexname"), words = Find("lemmas"), definition = Find("definition");
        var synsets = new List<Synset>();
        for (int line = 2; reader.ReadLine() is { } row; line++)
        {
            string[] fields = row.Split('\t');
            if (fields.Length != columns.Length)
            {
                throw new UserException($"{path}, line {line}: expected {columns.Length} columns, found {fields.Length}.");
            }

            synsets.Add(new Synset(fields[split] == "heldout", fields[supersense], fields[words].Split('|'), fields[definition]));
        }

        return [.. synsets];

        int Find(string name) => Array.IndexOf(columns, name) is >= 0 and var index
            ? index
            : throw new UserException($"{path}, line 1: expected a column '{name}'.");
    }
}
