using System.Diagnostics;

namespace BertGen.Benchmarks.Bulk;

/// <summary>The speed of a model on texts in memory, in calls of many texts.</summary>
internal sealed class MemorySpeed
{
    private const int CallTexts = 1024;

    private readonly ISentenceEmbedder _model;
    private readonly string[] _texts;
    private int _first;

    /// <param name="model">The model.</param>
    /// <param name="texts">The texts, again and again.</param>
    public MemorySpeed(ISentenceEmbedder model, string[] texts)
    {
        (_model, _texts) = (model, texts);
        model.Embed(texts[..Math.Min(CallTexts, texts.Length)]);
    }

    /// <summary>Texts a second, of the last measurement.</summary>
    public double TextsPerSecond { get; private set; }

    /// <summary>Embeds all texts in one call.</summary>
    /// <returns>Their pieces.</returns>
    public long EmbedAll() => _model.Embed(_texts).TokenCount;

    /// <summary>Pieces a second, until the time is over. Each measurement goes on where the last one has ended.</summary>
    public double Measure(TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp(), pieces = 0, texts = 0;
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            string[] call = _texts[_first..Math.Min(_texts.Length, _first + CallTexts)];
            pieces += _model.Embed(call).TokenCount;
            texts += call.Length;
            _first = _first + CallTexts < _texts.Length ? _first + CallTexts : 0;
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        TextsPerSecond = texts / seconds;
        return pieces / seconds;
    }
}
