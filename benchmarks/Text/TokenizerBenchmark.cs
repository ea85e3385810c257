using System.Diagnostics;
using System.Text;
using BertGen.Text;

namespace BertGen.Benchmarks.Text;

/// <summary>From texts to ids on one core: all ways in turn, round after round, and the median of each.</summary>
internal sealed class TokenizerBenchmark
{
    private const int BatchSize = 64;
    private const int WarmUpRounds = 5;

    private readonly string[] _texts;
    private readonly BertIndexer<BertBase> _indexer;
    private readonly IReadOnlyList<ITokenizerPeer> _peers;

    /// <summary>A benchmark of these texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="vocabulary">Path of a vocabulary of lower-case pieces.</param>
    /// <param name="peers">Other tokenizers with that vocabulary.</param>
    public TokenizerBenchmark(string[] texts, string vocabulary, IReadOnlyList<ITokenizerPeer> peers)
    {
        _texts = texts;
        _indexer = BertIndexer<BertBase>.Load(vocabulary, new IndexerOptions { Lowercase = true });
        _peers = peers;
    }

    public void Run(int rounds, TextWriter output)
    {
        (string Name, Action Run)[] ways =
        [
            ("Encode, all texts in one call", EncodeAll),
            ("Encode, a call a text", EncodeOneByOne),
            ($"Index, {BatchSize} texts a call", IndexBatches),
            .. _peers.Select(peer => (peer.Name, (Action)(() => EncodeWith(peer)))),
        ];
        var seconds = new List<double>[ways.Length];
        for (int round = -WarmUpRounds; round < rounds; round++)
        {
            for (int way = 0; way < ways.Length; way++)
            {
                long start = Stopwatch.GetTimestamp();
                ways[way].Run();
                if (round >= 0)
                {
                    (seconds[way] ??= []).Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                }
            }
        }

        Report(ways.Select((way, i) => (way.Name, Statistics.Median(seconds[i]), seconds[i].Min())), output);
    }

    private void Report(IEnumerable<(string Name, double Median, double Best)> ways, TextWriter output)
    {
        using PieceBuffer all = _indexer.Encode(_texts);
        double bytes = _texts.Sum(text => (double)Encoding.UTF8.GetByteCount(text)), pieces = all.Ids.Length;
        output.WriteLine(FormattableString.Invariant($"{_texts.Length} texts, {bytes / 1e6:f2} MB as UTF-8, {pieces / 1e6:f3} M pieces"));
        foreach (ITokenizerPeer peer in _peers)
        {
            output.WriteLine(FormattableString.Invariant($"{peer.Name}: {DifferentTexts(all, peer)} texts in other pieces"));
        }

        output.WriteLine("| one core | M pieces/s, median | MB/s, median | M pieces/s, best |");
        output.WriteLine("| --- | ---: | ---: | ---: |");
        foreach ((string name, double median, double best) in ways)
        {
            output.WriteLine(FormattableString.Invariant($"| {name} | {pieces / median / 1e6:f1} | {bytes / median / 1e6:f1} | {pieces / best / 1e6:f1} |"));
        }
    }

    private int DifferentTexts(PieceBuffer all, ITokenizerPeer peer)
    {
        int different = 0, start = 0;
        for (int i = 0; i < _texts.Length; i++)
        {
            different += peer.Makes(_texts[i], all.Ids[start..all.RowEnds[i]]) ? 0 : 1;
            start = all.RowEnds[i];
        }

        return different;
    }

    private void EncodeAll() => _indexer.Encode(_texts).Dispose();

    private void EncodeOneByOne()
    {
        foreach (ref readonly string text in _texts.AsSpan())
        {
            _indexer.Encode(new ReadOnlySpan<string>(in text)).Dispose();
        }
    }

    private void IndexBatches()
    {
        for (int start = 0; start < _texts.Length; start += BatchSize)
        {
            _indexer.Index(_texts.AsSpan(start, Math.Min(BatchSize, _texts.Length - start)));
        }
    }

    private void EncodeWith(ITokenizerPeer peer)
    {
        foreach (string text in _texts)
        {
            peer.Encode(text);
        }
    }
}
