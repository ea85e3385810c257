using BenchmarkDotNet.Attributes;

namespace BertGen.Benchmarks.Micro;

/// <summary>From texts to ids: 10,000 definitions of WordNet.</summary>
public class TokenizerBenchmarks
{
    private const int Count = 10_000;

    private BertIndexer<WordNetMini>? _indexer;
    private string[] _texts = [];

    [GlobalSetup]
    public void Load()
    {
        _indexer = WordNetMini.LoadIndexer(Definitions.ModelFolder);
        _texts = [.. Definitions.Read().Take(Count)];
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public object Index() => _indexer!.Index(_texts);

    [Benchmark]
    public object LoadVocabulary() => WordNetMini.LoadIndexer(Definitions.ModelFolder);
}
