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
