using System.IO.Compression;

namespace BertGen.RealModels.Tests;

/// <summary>Definitions of WordNet: short English texts of which no two are alike.</summary>
internal static class Definitions
{
    /// <summary>Some of them, from all over the file.</summary>
    public static string[] Read(int count)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "synsets.tsv.gz")), CompressionMode.Decompress));
        int column = Array.IndexOf(reader.ReadLine()!.Split('\t'), "definition");
        string[] all = [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split('\t')[column]).Distinct()];
        return [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Length / count)])];
    }
}
