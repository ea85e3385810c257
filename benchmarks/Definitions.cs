using System.IO.Compression;
using System.Reflection;

namespace BertGen.Benchmarks;

/// <summary>English text: the definitions of WordNet that lie beside the sample model.</summary>
internal static class Definitions
{
    /// <summary>The column of the definition, behind id, split, field and words.</summary>
    private const int Column = 4;

    /// <summary>The folder of the sample model.</summary>
    public static string ModelFolder { get; } = Path.Combine(
        typeof(Definitions).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "SampleModels").Value!,
        "wordnet-mini");

    /// <summary>Some of them from all over the file, no two alike.</summary>
    public static string[] Spread(int count)
    {
        string[] all = [.. Read().Distinct()];
        return [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Length / count)])];
    }

    /// <summary>All of them.</summary>
    public static IEnumerable<string> Read()
    {
        using var file = new GZipStream(File.OpenRead(Path.Combine(ModelFolder, "data", "synsets.tsv.gz")), CompressionMode.Decompress);
        using var reader = new StreamReader(file);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            yield return line.Split('\t')[Column];
        }
    }
}
