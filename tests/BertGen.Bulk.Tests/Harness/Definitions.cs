using System.IO.Compression;

namespace BertGen.Bulk.Tests.Harness;

/// <summary>Ids and definitions of WordNet: texts of very different lengths.</summary>
internal static class Definitions
{
    private const int TextColumn = 4;

    private static readonly Lazy<(string Id, string Text)[]> Lines = new(() => [.. Read()]);

    /// <summary>The first of them.</summary>
    public static (string Id, string Text)[] Take(int count) => Lines.Value[..count];

    private static IEnumerable<(string Id, string Text)> Read()
    {
        using var file = new GZipStream(File.OpenRead(Path.Combine(WordNetMini.Folder, "data", "synsets.tsv.gz")), CompressionMode.Decompress);
        using var reader = new StreamReader(file);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] columns = line.Split('\t');
            yield return (columns[0], columns[TextColumn]);
        }
    }
}
