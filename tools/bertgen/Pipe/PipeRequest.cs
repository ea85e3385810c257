using System.Text.Json;

namespace BertGen.Tool.Pipe;

/// <summary>One request: its members, read with errors that say what was expected.</summary>
/// <param name="root">The object of the line.</param>
internal sealed class PipeRequest(JsonElement root)
{
    /// <summary>Names of the members, in order.</summary>
    public IEnumerable<string> Names => root.EnumerateObject().Select(member => member.Name);

    /// <summary>Whether a member is there; null counts as absent.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>A member that must be there.</summary>
    public RequestValue Get(string name) => Find(name) ?? throw RequestValue.Wrong(name, "a value", default);

    /// <summary>A member, or null.</summary>
    public RequestValue? Find(string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? new RequestValue(name, value) : null;

    /// <summary>A member that is true or false; absent: false.</summary>
    public bool Flag(string name) => Find(name)?.Flag() ?? false;
}
