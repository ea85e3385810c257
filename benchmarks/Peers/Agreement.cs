namespace BertGen.Benchmarks.Peers;

/// <summary>Whether all contenders compute the same: a comparison of speed is worth nothing without it.</summary>
internal static class Agreement
{
    /// <summary>Normed values are of size 1; float32 leaves some 1e-6 after twelve layers.</summary>
    private const double Limit = 1e-4;

    private static readonly Workload Mixed = new("agreement, mixed", [5, 42, 79]);
    private static readonly Workload Dense = new("agreement, dense", [33, 33]);

    /// <summary>Writes the largest difference of every contender from the first.</summary>
    /// <exception cref="PeerException">A contender computes something else.</exception>
    public static void Check(IReadOnlyList<IContender> contenders, TextWriter output)
    {
        foreach (IContender contender in contenders.Skip(1))
        {
            Workload workload = contender.Takes(Mixed) ? Mixed : Dense;
            float[] expected = contenders[0].Output(workload), found = contender.Output(workload);
            double difference = expected.Length == found.Length
                ? expected.Zip(found, (a, b) => Math.Abs(a - b)).Max()
                : double.PositiveInfinity;
            output.WriteLine(FormattableString.Invariant($"{contender.Name}: largest difference {difference:0.0e-0}"));
            if (!(difference < Limit))
            {
                throw new PeerException($"{contender.Name} does not compute what {contenders[0].Name} does.");
            }
        }
    }
}
