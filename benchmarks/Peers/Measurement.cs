namespace BertGen.Benchmarks.Peers;

/// <summary>What one contender took for one workload.</summary>
/// <param name="Contender">Its name.</param>
/// <param name="Seconds">Median over all runs.</param>
/// <param name="Runs">Number of runs.</param>
internal sealed record Measurement(string Contender, double Seconds, int Runs);

/// <summary>One workload with all contenders, whose turns alternated.</summary>
/// <param name="Shape">The model.</param>
/// <param name="Threads">Threads of a forward.</param>
/// <param name="Workload">The texts.</param>
/// <param name="Peak">FMA peak of as many cores, in FLOP/s; median between the turns.</param>
/// <param name="Bandwidth">Read bandwidth of as many cores, in bytes/s; median between the turns.</param>
/// <param name="Contenders">The contenders, BertGen first.</param>
internal sealed record WorkloadResult(Shape Shape, int Threads, Workload Workload, double Peak, double Bandwidth, IReadOnlyList<Measurement> Contenders)
{
    public Measurement Own => Contenders[0];

    public IEnumerable<Measurement> Peers => Contenders.Skip(1);

    /// <summary>FLOP/s of true pieces.</summary>
    public double Speed(Measurement measurement) => Shape.Flops(Workload.Lengths) / measurement.Seconds;
}
