using System.Globalization;

namespace BertGen.Hub.Tests.Harness;

/// <summary>A request as it came in.</summary>
internal sealed record ReceivedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers)
{
    public string? this[string header] => Headers.GetValueOrDefault(header);

    /// <summary>The first byte of the range that is asked for.</summary>
    public long? RangeStart => this["Range"] is { } range ? long.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture) : null;

    public override string ToString() => $"{Method} {Target}{(RangeStart is { } start ? $" from {start}" : "")}";
}
