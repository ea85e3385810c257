namespace BertGen.Engine.Kernels;

/// <summary>The 32 buckets of distances between two pieces: near ones have their own, farther ones share one with more and more others.</summary>
internal static class DistanceBuckets
{
    /// <summary>Number of buckets, half of them for keys before the query.</summary>
    public const int Count = 32;

    /// <summary>From this distance on all are in one bucket, on either side.</summary>
    public const int Farthest = 91;

    private const int Half = Count / 2;
    private const int Near = 8;

    // Where the buckets of 8 + trunc(log(distance / 8) / log(128 / 8) * 8) begin, up to the last.
    private static ReadOnlySpan<int> Starts => [8, 12, 16, 23, 32, 46, 64, Farthest];

    /// <summary>The bucket of a distance.</summary>
    /// <param name="distance">Column of the key less that of the query.</param>
    public static int Of(int distance)
    {
        int side = distance > 0 ? Half : 0;
        int far = Math.Abs(distance);
        if (far < Near)
        {
            return side + far;
        }

        int bucket = Near;
        while (bucket < Half - 1 && far >= Starts[bucket - Near + 1])
        {
            bucket++;
        }

        return side + bucket;
    }
}
