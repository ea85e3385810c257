namespace Supersenses;

/// <summary>What the command line asked for.</summary>
internal sealed record Settings
{
    public required string ModelFolder { get; init; }

    /// <summary>Where the learning curve goes.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>How often every definition is seen.</summary>
    public required int Rounds { get; init; }

    public required int BatchSize { get; init; }

    /// <summary>Training definitions at most; fewer are spread over all of them.</summary>
    public required int MaxDefinitions { get; init; }

    public required ulong Seed { get; init; }
}
