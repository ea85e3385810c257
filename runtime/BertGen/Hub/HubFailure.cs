namespace BertGen.Hub;

/// <summary>Why a model could not be found or fetched.</summary>
public enum HubFailure
{
    /// <summary>The model is neither a local path nor in the cache, and nothing was to be downloaded.</summary>
    NotCached,

    /// <summary>Something has to be downloaded, but offline mode is on.</summary>
    Offline,

    /// <summary>The server has no such repository, revision or file.</summary>
    NotFound,

    /// <summary>The server wants a token, or one that has been granted access.</summary>
    Denied,

    /// <summary>The server could not be reached, broke off or failed, also when asked again.</summary>
    Unreachable,

    /// <summary>The server answered with something that the protocol does not allow for.</summary>
    BadAnswer,

    /// <summary>The bytes that came are not those that were announced: their number or their hash differs.</summary>
    Damaged,

    /// <summary>A file is larger than its kind may be; it was not fetched, or not to its end.</summary>
    TooLarge,

    /// <summary>The cache cannot be read or written, the disk has no space for a file, or another process never lets go of one.</summary>
    Storage,
}
