namespace BertGen.Benchmarks.Passes;

/// <summary>How a plan mixes the layers.</summary>
internal enum MixForm
{
    /// <summary>Not at all: the result is the last layer.</summary>
    None,

    /// <summary>As a running sum beside the layers.</summary>
    Streamed,

    /// <summary>At the end, from layers that were kept.</summary>
    AtTheEnd,
}
