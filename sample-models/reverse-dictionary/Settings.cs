namespace ReverseDictionary;

/// <summary>What the command line asked for.</summary>
internal sealed record Settings
{
    /// <summary>The description to look up; null asks for descriptions one by one.</summary>
    public string? Query { get; init; }

    /// <summary>Number of answers.</summary>
    public required int Top { get; init; }

    public required string ModelFolder { get; init; }

    public required string DataFile { get; init; }

    /// <summary>Where vectors are kept; null keeps none.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>True embeds all definitions even where their vectors are kept.</summary>
    public bool Rebuild { get; init; }

    public required int Threads { get; init; }
}
