namespace BertGen.Bulk.Input.Lines;

/// <summary>
/// Notes where every so many rows start, and keeps some of them: the step doubles whenever there are too many, so that both have a bounded size
/// and reach over the whole file, however long it is.
/// </summary>
internal sealed class LineSurvey
{
    private const int MaxPlaces = 1 << 16;
    private const int MaxSample = 1 << 10;
    private const int MaxSampleBytes = 1 << 14;

    private readonly List<long> _places = [];
    private readonly List<(long Row, byte[] Record)> _sample = [];
    private long _sampleStep = 1;

    /// <summary>Rows that were noted.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows from one place to the next.</summary>
    public long Step { get; private set; } = 1;

    /// <summary>The place of row i * <see cref="Step"/> at i.</summary>
    public IReadOnlyList<long> Places => _places;

    /// <summary>The rows that were kept.</summary>
    public IReadOnlyList<(long Row, byte[] Record)> Sample => _sample;

    /// <summary>Notes a row.</summary>
    /// <param name="place">Where it starts.</param>
    /// <param name="record">The row.</param>
    /// <param name="isTooLong">Whether that is not all of it; such a row is not kept.</param>
    public void Add(long place, ReadOnlySpan<byte> record, bool isTooLong)
    {
        if (Rows % Step == 0)
        {
            _places.Add(place);
            if (_places.Count > MaxPlaces)
            {
                KeepEven(_places);
                Step *= 2;
            }
        }

        if (Rows % _sampleStep == 0 && !isTooLong && record.Length <= MaxSampleBytes)
        {
            _sample.Add((Rows, record.ToArray()));
            if (_sample.Count > MaxSample)
            {
                _sampleStep *= 2;
                _sample.RemoveAll(row => row.Row % _sampleStep != 0);
            }
        }

        Rows++;
    }

    private static void KeepEven(List<long> places)
    {
        int kept = 0;
        for (int i = 0; i < places.Count; i += 2)
        {
            places[kept++] = places[i];
        }

        places.RemoveRange(kept, places.Count - kept);
    }
}
