namespace BertGen.Benchmarks.Floors;

/// <summary>What the machine can do, sampled again and again between the runs of what is measured.</summary>
/// <param name="threads">Threads that are measured.</param>
internal sealed class FloorSamples(int threads)
{
    private const int PeaksPerSample = 8;

    private readonly List<double> _peaks = [];
    private readonly List<double> _bandwidths = [];

    /// <summary>Floating-point operations per second; the median so far.</summary>
    public double Peak => Statistics.Median(_peaks);

    /// <summary>Bytes per second; the median so far.</summary>
    public double Bandwidth => Statistics.Median(_bandwidths);

    /// <summary>Takes some samples; about 20 ms.</summary>
    public void Take()
    {
        for (int i = 0; i < PeaksPerSample; i++)
        {
            _peaks.Add(FmaPeak.Sample(threads));
        }

        _bandwidths.Add(ReadBandwidth.Sample(threads));
    }
}
