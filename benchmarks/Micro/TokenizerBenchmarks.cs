using System.IO.Compression;
using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace BertGen.Benchmarks.Micro;

/// <summary>From texts to ids: 10,000 definitions of WordNet.</summary>
public class TokenizerBenchmarks
{
    private const int Count = 10_000;

    /// <summary>The column of the definition, behind id, split, field and words.</summary>
    private const int Definition = 4;

    private static readonly string Model = Path.Combine(
        typeof(TokenizerBenchmarks).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "SampleModels").Value!,
        "wordnet-mini");

    private BertIndexer<WordNetMini>? _indexer;
    private string[] _texts = [];

    [GlobalSetup]
    public void Load()
    {
        _indexer = WordNetMini.LoadIndexer(Model);
        using var file = new GZipStream(File.OpenRead(Path.Combine(Model, "data", "synsets.tsv.gz")), CompressionMode.Decompress);
        using var reader = new StreamReader(file);
        _texts = [.. Lines(reader).Skip(1).Take(Count).Select(line => line.Split('\t')[Definition])];
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public object Index() => _indexer!.Index(_texts);

    [Benchmark]
    public object LoadVocabulary() => WordNetMini.LoadIndexer(Model);

    private static IEnumerable<string> Lines(StreamReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
