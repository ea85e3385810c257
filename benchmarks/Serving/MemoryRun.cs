using System.Diagnostics;

namespace BertGen.Benchmarks.Serving;

/// <summary>The same texts without a server: what all hosts are measured by.</summary>
/// <param name="model">The model.</param>
/// <param name="texts">The texts.</param>
/// <param name="pieces">Pieces of each.</param>
internal sealed class MemoryRun(ServedMiniLm model, string[] texts, int[] pieces)
{
    private const int TextsOfCall = 1024;

    private readonly string[] _call = texts[..Math.Min(TextsOfCall, texts.Length)];
    private readonly long _callPieces = pieces.Take(TextsOfCall).Sum();

    /// <summary>Pieces a second, in calls of many texts.</summary>
    public double PiecesPerSecond(double seconds)
    {
        long start = Stopwatch.GetTimestamp(), done = 0;
        do
        {
            model.Embed(_call);
            done += _callPieces;
        }
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds);

        return done / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Seconds of a batch that is full, in the median.</summary>
    /// <param name="maxPieces">Most pieces of a batch.</param>
    /// <param name="seconds">How long it is measured.</param>
    public double FullBatchSeconds(int maxPieces, double seconds)
    {
        var durations = new List<double>();
        long begin = Stopwatch.GetTimestamp();
        for (int first = 0; durations.Count == 0 || Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds;)
        {
            int end = first;
            for (long sum = 0; end < texts.Length && sum + pieces[end] <= maxPieces; end++)
            {
                sum += pieces[end];
            }

            long start = Stopwatch.GetTimestamp();
            model.Embed(texts[first..end]);
            durations.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            first = end >= texts.Length - TextsOfCall ? 0 : end;
        }

        return Statistics.Median(durations);
    }

    /// <summary>Seconds of a text alone.</summary>
    public double Alone(int text)
    {
        long start = Stopwatch.GetTimestamp();
        model.Embed(texts[text]);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
