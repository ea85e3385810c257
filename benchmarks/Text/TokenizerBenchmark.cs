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
    private readonly PeerTokenizer? _peer;

    /// <summary>A benchmark of these texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="vocabulary">Path of a vocabulary of lower-case pieces.</param>
    /// <param name="peerAssembly">Path of the peer's assembly, or null.</param>
    public TokenizerBenchmark(string[] texts, string vocabulary, string? peerAssembly)
    {
        _texts = texts;
        _indexer = BertIndexer<BertBase>.Load(vocabulary, new IndexerOptions { Lowercase = true });
        _peer = peerAssembly is null ? null : PeerTokenizer.Load(peerAssembly, vocabulary);
    }

    public void Run(int rounds, TextWriter output)
    {
        (string Name, Action Run)[] ways =
        [
            ("Encode, all texts in one call", EncodeAll),
            ("Encode, a call a text", EncodeOneByOne),
            ($"Index, {BatchSize} texts a call", IndexBatches),
            .. _peer is null ? [] : new (string, Action)[] { ("FastBertTokenizer, a call a text", EncodeWithPeer) },
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
        if (_peer is not null)
        {
            output.WriteLine(FormattableString.Invariant($"{DifferentTexts(all)} texts that the peer spells in other pieces"));
        }

        output.WriteLine("| one core | M pieces/s, median | MB/s, median | M pieces/s, best |");
        output.WriteLine("| --- | ---: | ---: | ---: |");
        foreach ((string name, double median, double best) in ways)
        {
            output.WriteLine(FormattableString.Invariant($"| {name} | {pieces / median / 1e6:f1} | {bytes / median / 1e6:f1} | {pieces / best / 1e6:f1} |"));
        }
    }

    private int DifferentTexts(PieceBuffer all)
    {
        int different = 0, start = 0;
        for (int i = 0; i < _texts.Length; i++)
        {
            ReadOnlySpan<int> ours = all.Ids[start..all.RowEnds[i]];
            ReadOnlySpan<long> theirs = _peer!.Encode(_texts[i]);
            start = all.RowEnds[i];
            bool equal = ours.Length == theirs.Length;
            for (int piece = 0; equal && piece < ours.Length; piece++)
            {
                equal = ours[piece] == theirs[piece];
            }

            different += equal ? 0 : 1;
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

    private void EncodeWithPeer()
    {
        foreach (string text in _texts)
        {
            _peer!.Encode(text);
        }
    }
}
