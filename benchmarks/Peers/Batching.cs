namespace BertGen.Benchmarks.Peers;

/// <summary>How a peer is given a batch.</summary>
internal enum Batching
{
    /// <summary>As one tensor, padded to the longest text.</summary>
    Padded,

    /// <summary>As one tensor without a mask, which only texts of one length allow.</summary>
    EqualLengths,

    /// <summary>One text after the other, each without padding.</summary>
    OneByOne,
}

/// <summary>Which workloads go with a way of batching.</summary>
internal static class Batchings
{
    /// <summary>Whether a peer that is given batches this way is measured on the workload.</summary>
    public static bool Takes(this Batching batching, Workload workload) => batching switch
    {
        Batching.Padded => true,
        Batching.EqualLengths => workload.IsDense,
        _ => !workload.IsDense,
    };
}
